import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import validate from 'asl-validator';
import jsonata from 'jsonata';
import { version as jsonataVersion } from 'jsonata/package.json';
import { z } from 'zod';
import { runErrors } from '../../core/runs/record/run-error';

const root = join(__dirname, '../..');
const text = readFileSync(join(root, 'statemachine/migration.asl.json'), 'utf8');
const Matcher = z.looseObject({ ErrorEquals: z.array(z.string()) });
const Assign = z.record(z.string(), z.unknown());
const State = z.looseObject({
  Type: z.string(),
  Resource: z.string().optional(),
  Arguments: z.looseObject({ FunctionName: z.string() }).optional(),
  TimeoutSeconds: z.union([z.number(), z.string()]).optional(),
  HeartbeatSeconds: z.union([z.number(), z.string()]).optional(),
  Next: z.string().optional(),
  Default: z.string().optional(),
  Assign: Assign.optional(),
  Choices: z.array(z.looseObject({ Next: z.string(), Assign: Assign.optional() })).optional(),
  Retry: z.array(Matcher).optional(),
  Catch: z.array(Matcher.extend({ Next: z.string(), Assign: Assign.optional() })).optional(),
});
const definition = z.object({
  QueryLanguage: z.string(),
  StartAt: z.string(),
  States: z.record(z.string(), State),
});
const { States, StartAt, QueryLanguage } = definition.parse(JSON.parse(text));
const tasks = Object.entries(States).filter(([, state]) => state.Type === 'Task');

function expressionsIn(json: string): readonly string[] {
  return [...json.matchAll(/"\{%(.*?)%\}"/g)].map(([, expression = '']) => expression);
}

function matched(state: z.infer<typeof State>): readonly string[] {
  return (state.Retry ?? []).flatMap(({ ErrorEquals }) => ErrorEquals);
}

test('is valid Amazon States Language', () => {
  const filled = text.replace(/\$\{(\w+)\}/g, 'arn:aws:lambda:eu-west-1:000000000000:function:$1');
  expect(validate(JSON.parse(filled))).toMatchObject({ isValid: true, errors: [] });
  expect([QueryLanguage, StartAt]).toEqual(['JSONata', 'OpenRun']);
});

test('has no operator that AWS refuses: it runs JSONata 2.0.6, which lacks ?? and ?:', () => {
  const expressions = expressionsIn(text);
  expect(expressions.length).toBeGreaterThan(50);
  expect(expressions.filter((expression) => /\?\?|\?:/.test(expression))).toEqual([]);
  expect(jsonataVersion).toBe('2.0.6');
});

test('has one placeholder per function that a run calls', () => {
  const placeholders = new Set([...text.matchAll(/\$\{(\w+)FunctionArn\}/g)].map(([, name]) => name));
  const folders = readdirSync(join(root, 'functions'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name.replace(/(^|-)(\w)/g, (_, _hyphen, letter: string) => letter.toUpperCase()));
  // Events, queues, schedules and CloudFormation call these; they are not steps of a run.
  const steps = folders.filter(
    (name) =>
      !['CheckExisting', 'CopyToLake', 'HoldTasks', 'LoadCsv', 'PrepareRemoval', 'ReportLeftovers'].includes(
        name,
      ),
  );
  expect([...placeholders].sort()).toEqual(steps.sort());
});

test.each(tasks)('%s calls the function of its name, waits call the poll', (name, state) => {
  const expected = name.startsWith('Await') ? 'PollTasks' : name;
  expect(state.Arguments?.FunctionName).toBe(`\${${expected}FunctionArn}`);
});

test.each(tasks)('%s has a timeout, and a wait has a heartbeat', (_name, state) => {
  expect(state.TimeoutSeconds).toBeDefined();
  const waits = state.Resource?.endsWith('.waitForTaskToken') === true;
  expect(state.HeartbeatSeconds !== undefined).toBe(waits);
});

test('after each failure the evidence is recorded before the task is deleted, and the run is closed last', () => {
  // A wait first asks whether time is left: see failure-handling.test.ts.
  const nextOf = (name: string) =>
    new Set(States[name]?.Catch?.flatMap(({ Next }) => (/^(IsTimeLeft|IsTheTask)/.test(Next) ? [] : Next)));
  const steps = [
    'CheckSource',
    'CreateTask',
    'AwaitTaskCreatable',
    'AwaitTaskReady',
    'StartTask',
    'AwaitTaskStartable',
    'AwaitFullLoad',
    'AwaitReplication',
  ];
  for (const name of steps) expect([name, ...nextOf(name)]).toEqual([name, 'JudgeRun']);
  expect([...nextOf('JudgeRun')]).toEqual(['IsEvidenceLeftBehind']);
  expect([...nextOf('DeleteTask')]).toEqual(['CloseRun']);
  expect([...nextOf('OpenRun')]).toEqual(['CloseRun']);
  // A run that has waited for too long is skipped by OpenRun.
  expect([...nextOf('AwaitAdmission')]).toEqual(['OpenRun', 'CloseRun']);
});

test('the time of a wait is limited before it begins: no wait, and no missed heartbeat, renews it', () => {
  const assigning = Object.entries(States).flatMap(([name, state]) =>
    /"waitUntil":/.test(JSON.stringify(state)) ? [name] : [],
  );
  expect(assigning.sort()).toEqual([
    'CreateTask',
    'DoesTheTaskLiveOn',
    'IsAnythingToLoad',
    'OpenRun',
    'StartTask',
  ]);
});

test('on every path, a variable is assigned before a state reads it', () => {
  // A retried OpenRun may find the run admitted, so that it never waits. AWS may reject a variable without a value.
  const assigned = new Map<string, ReadonlySet<string>>([[StartAt, new Set()]]);
  const open = [StartAt];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const before = assigned.get(name) ?? new Set();
    for (const { next, assigns } of waysFrom(State.parse(States[name]))) {
      const after = new Set([...before, ...Object.keys(assigns ?? {})]);
      const known = assigned.get(next);
      const both =
        known === undefined ? after : new Set([...known].filter((variable) => after.has(variable)));
      if (both.size === known?.size) continue;
      assigned.set(next, both);
      open.push(next);
    }
  }
  expect([...assigned.keys()].sort()).toEqual(Object.keys(States).sort());
  const unassigned = Object.entries(States).flatMap(([name, state]) =>
    [...new Set(expressionsIn(JSON.stringify(state)).flatMap(variablesIn))].flatMap((variable) =>
      assigned.get(name)?.has(variable) === true ? [] : [`${name}: ${variable}`],
    ),
  );
  expect(unassigned).toEqual([]);
});

function waysFrom({ Next, Default, Assign: assigns, Choices = [], Catch = [] }: z.infer<typeof State>) {
  const onward = [Next, Default].flatMap((next) => (next === undefined ? [] : [{ next, assigns }]));
  return [...onward, ...[...Choices, ...Catch].map((way) => ({ next: way.Next, assigns: way.Assign }))];
}

function variablesIn(expression: string): readonly string[] {
  return [...expression.matchAll(/\$(\w+)\b(?!\()/g)].flatMap(([, name = '']) =>
    name === 'states' ? [] : [name],
  );
}

describe('error names', () => {
  const transient = Object.entries(runErrors).flatMap(([name, error]) => (error.transient ? [name] : []));
  const retried = new Set(tasks.flatMap(([, state]) => matched(state)));
  const ours = [...retried].filter((name) => !name.includes('.'));

  test('our own retried errors are the transient ones, and a refusal by a policy that is being deployed', () => {
    expect(ours.sort()).toEqual(['AccessDenied', ...transient].sort());
  });

  test('the errors in the catalogue are those that the code throws or writes', () => {
    const folders = ['aws', 'application', 'functions', 'core/runs'];
    const sources = folders.flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter(
          (file) => file.endsWith('.ts') && !file.endsWith('run-error.ts') && !file.endsWith('explain.ts'),
        )
        .map((file) => readFileSync(join(root, folder, file), 'utf8')),
    );
    const code = sources.join('\n');
    for (const name of Object.keys(runErrors))
      expect([name, code.includes(`'${name}'`)]).toEqual([name, true]);
    const thrown = [...code.matchAll(/new RunError\(\s*'(\w+)'/g)].map(([, name]) => name);
    expect(Object.keys(runErrors)).toEqual(expect.arrayContaining(thrown));
  });
});

test.each([0, 1, 2, 3, 60, 899, 900, 901, 86_400])(
  'with %i seconds left, each wait has a timeout within them and a shorter heartbeat',
  async (seconds) => {
    const entered = '2026-03-01T10:00:00.000Z';
    const states = { context: { State: { EnteredTime: entered } } };
    const bindings = { states, waitUntil: Date.parse(entered) + seconds * 1000 };
    for (const [, { TimeoutSeconds, HeartbeatSeconds }] of tasks) {
      if (HeartbeatSeconds === undefined) continue;
      const value = async (expression: unknown): Promise<number> =>
        Number(await jsonata(String(expression).slice(2, -2)).evaluate(undefined, bindings));
      const [timeout, heartbeat] = [await value(TimeoutSeconds), await value(HeartbeatSeconds)];
      expect(timeout).toBe(Math.max(2, seconds));
      expect(heartbeat).toBe(Math.max(1, Math.min(900, seconds - 1)));
      expect(heartbeat).toBeLessThan(timeout);
    }
  },
);

test('the commands that it names exist', () => {
  const named = [...text.matchAll(/`lakeferry (\w+)/g)].map(([, command]) => command);
  expect(named.length).toBeGreaterThan(0);
  const commands = readdirSync(join(root, 'cli/commands'));
  for (const command of named) expect(commands).toContain(command);
});
