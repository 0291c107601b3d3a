import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { functionNames, isFunctionName, startedByEvents } from '../../infra/grants/grants';
import { ofType, synthesize } from '../helpers/infra/stacks';
import { samplePlan } from '../helpers/runs/plan';

/**
 * One name in five places: folder `functions/start-task`, state `StartTask`, placeholder `${StartTaskFunctionArn}`, construct id
 * `StartTask`, and the row `start-task` of the grants. The folder says what the other four are.
 */
const root = join(__dirname, '..', '..');
const folders = readdirSync(join(root, 'functions'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();
const definition = readFileSync(join(root, 'statemachine', 'migration.asl.json'), 'utf8');
const states: Record<string, { Type: string; Arguments?: { FunctionName?: string } }> =
  JSON.parse(definition).States;

/** The poll is not a step of a run: the states that wait for it bear the name of what they wait for. */
const poll = 'poll-tasks';

/** Steps of a run, and the poll. */
const inMachine = folders.filter((folder) => !isFunctionName(folder) || !startedByEvents.has(folder));

function pascal(folder: string): string {
  return folder.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function placeholder(folder: string): string {
  return `\${${pascal(folder)}FunctionArn}`;
}

test('functions are folders named verb-noun with a handler', () => {
  expect(folders.length).toBeGreaterThan(0);
  for (const folder of folders) {
    expect(folder).toMatch(/^[a-z]+(-[a-z]+)+$/);
    expect(existsSync(join(root, 'functions', folder, 'handler.ts'))).toBe(true);
  }
});

test('each folder has a row in the grants, and each row a folder', () => {
  expect([...functionNames].sort()).toEqual(folders);
});

test.each(inMachine.filter((folder) => folder !== poll))(
  '%s is a state that invokes its placeholder',
  (folder) => {
    expect(states[pascal(folder)]?.Arguments?.FunctionName).toBe(placeholder(folder));
  },
);

test('only the states that wait invoke the poll', () => {
  const waiting = Object.entries(states)
    .filter(([, state]) => state.Arguments?.FunctionName === placeholder(poll))
    .map(([name]) => name);
  expect(waiting.length).toBeGreaterThan(0);
  for (const name of waiting) expect(name).toMatch(/^Await/);
});

test('every placeholder of the definition belongs to a folder', () => {
  const used = new Set([...definition.matchAll(/\$\{\w+\}/g)].map(([text]) => text));
  expect([...used].sort()).toEqual(inMachine.map(placeholder).sort());
});

describe('in the template', () => {
  const platform = synthesize(samplePlan()).get('lakeferry-dev-platform');
  const resources = platform?.resources ?? {};

  test.each(folders)('%s is a function under its construct id, and the machine knows its ARN', (folder) => {
    const ids = ofType(resources, 'AWS::Lambda::Function').map(([id]) => id);
    const id = ids.find((candidate) => candidate.replace(/^Functions/, '').startsWith(pascal(folder)));
    expect(id).toBeDefined();
    if (!inMachine.includes(folder)) return;
    const [, machine] = ofType(resources, 'AWS::StepFunctions::StateMachine')[0] ?? [];
    expect(machine?.Properties?.['DefinitionSubstitutions']).toMatchObject({
      [`${pascal(folder)}FunctionArn`]: { 'Fn::GetAtt': [id, 'Arn'] },
    });
  });
});
