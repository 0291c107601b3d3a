import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import validate from 'asl-validator';
import { z } from 'zod';
import { runErrors } from '../../core/runs/record/run-error';

const root = join(__dirname, '../..');
const text = readFileSync(join(root, 'statemachine/migration.asl.json'), 'utf8');
const Matcher = z.looseObject({ ErrorEquals: z.array(z.string()) });
const State = z.looseObject({
  Type: z.string(),
  Resource: z.string().optional(),
  Arguments: z.looseObject({ FunctionName: z.string() }).optional(),
  TimeoutSeconds: z.union([z.number(), z.string()]).optional(),
  HeartbeatSeconds: z.union([z.number(), z.string()]).optional(),
  Retry: z.array(Matcher).optional(),
  Catch: z.array(Matcher.extend({ Next: z.string() })).optional(),
});
const definition = z.object({
  QueryLanguage: z.string(),
  StartAt: z.string(),
  States: z.record(z.string(), State),
});
const { States, StartAt, QueryLanguage } = definition.parse(JSON.parse(text));
const tasks = Object.entries(States).filter(([, state]) => state.Type === 'Task');

function matched(state: z.infer<typeof State>): readonly string[] {
  return (state.Retry ?? []).flatMap(({ ErrorEquals }) => ErrorEquals);
}

test('is valid Amazon States Language as it stands', () => {
  const filled = text.replace(/\$\{(\w+)\}/g, 'arn:aws:lambda:eu-west-1:000000000000:function:$1');
  expect(validate(JSON.parse(filled))).toMatchObject({ isValid: true, errors: [] });
  expect([QueryLanguage, StartAt]).toEqual(['JSONata', 'OpenRun']);
});

test('has a function for each placeholder, and a placeholder for each function that a run calls', () => {
  const placeholders = new Set([...text.matchAll(/\$\{(\w+)FunctionArn\}/g)].map(([, name]) => name));
  const folders = readdirSync(join(root, 'functions'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name.replace(/(^|-)(\w)/g, (_, _hyphen, letter: string) => letter.toUpperCase()));
  // What events and queues call is no step of a run.
  const steps = folders.filter((name) => !['CopyToLake', 'LoadCsv'].includes(name));
  expect([...placeholders].sort()).toEqual(steps.sort());
});

test.each(tasks)('%s calls the function of its name, the awaits call the poll', (name, state) => {
  const expected = name.startsWith('Await') ? 'PollTasks' : name;
  expect(state.Arguments?.FunctionName).toBe(`\${${expected}FunctionArn}`);
});

test.each(tasks)('L19: %s catches everything, data limits and runtime errors by name', (_name, state) => {
  expect(state.Catch?.map(({ ErrorEquals }) => ErrorEquals)).toEqual([
    ['States.DataLimitExceeded', 'States.Runtime'],
    ['States.ALL'],
  ]);
});

test.each(tasks)('%s ends within a time, and a wait misses its heartbeat', (_name, state) => {
  expect(state.TimeoutSeconds).toBeDefined();
  const waits = state.Resource?.endsWith('.waitForTaskToken') === true;
  expect(state.HeartbeatSeconds !== undefined).toBe(waits);
  expect(matched(state).includes('States.HeartbeatTimeout')).toBe(waits);
});

test('L14: whatever fails, the evidence is kept before the task is deleted, and the run is closed last', () => {
  const nextOf = (name: string) => new Set(States[name]?.Catch?.map(({ Next }) => Next));
  const steps = [
    'CheckSource',
    'CreateTask',
    'AwaitTaskReady',
    'StartTask',
    'AwaitFullLoad',
    'AwaitReplication',
  ];
  for (const name of steps) expect([name, ...nextOf(name)]).toEqual([name, 'JudgeRun']);
  expect([...nextOf('JudgeRun')]).toEqual(['DoesTheTaskLiveOn']);
  expect([...nextOf('DeleteTask')]).toEqual(['CloseRun']);
  expect([...nextOf('OpenRun')]).toEqual(['CloseRun']);
});

describe('error names', () => {
  const transient = Object.entries(runErrors).flatMap(([name, error]) => (error.transient ? [name] : []));
  const retried = new Set(tasks.flatMap(([, state]) => matched(state)));
  const ours = [...retried].filter((name) => !name.includes('.'));

  test('each that passes is retried somewhere, and nothing of ours is retried that does not pass', () => {
    expect(ours.sort()).toEqual(transient.sort());
  });

  test.each(tasks)('%s retries Lambda’s own errors and ours of every call', (_name, state) => {
    expect(matched(state)).toEqual(
      expect.arrayContaining([
        'Lambda.ServiceException',
        'Lambda.AWSLambdaException',
        'Lambda.SdkClientException',
        'Lambda.TooManyRequestsException',
        'Throttled',
        'ServiceUnavailable',
      ]),
    );
  });

  test('each in the catalogue is thrown or written somewhere, and what is thrown is in the catalogue', () => {
    const folders = ['aws', 'functions', 'core/runs'];
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

test('a heartbeat is shorter than its state’s time-out, whatever the job’s max-duration', () => {
  for (const [name, { TimeoutSeconds, HeartbeatSeconds }] of tasks) {
    if (HeartbeatSeconds === undefined) continue;
    if (typeof HeartbeatSeconds === 'number') {
      expect([name, Number(TimeoutSeconds) > HeartbeatSeconds]).toEqual([name, true]);
      continue;
    }
    // From the run's own limit: held against it in the expression itself.
    expect(TimeoutSeconds).toBe('{% $maxDurationSeconds %}');
    expect(HeartbeatSeconds).toBe('{% $min([900, $maxDurationSeconds - 1]) %}');
  }
});

test('evidence that trails is asked for again for longer than judge-run waits, and first', () => {
  const [first] = States['JudgeRun']?.Retry ?? [];
  expect(first).toEqual({
    ErrorEquals: ['EvidenceUnsettled'],
    IntervalSeconds: 10,
    BackoffRate: 1,
    MaxAttempts: 15,
  });
});

test('the commands that it names exist', () => {
  const named = [...text.matchAll(/`lakeferry (\w+)/g)].map(([, command]) => command);
  expect(named.length).toBeGreaterThan(0);
  const commands = readdirSync(join(root, 'cli/commands'));
  for (const command of named) expect(commands).toContain(`${command}.ts`);
});
