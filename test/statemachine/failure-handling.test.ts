import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const file = join(__dirname, '../../statemachine/migration.asl.json');
const Step = z.looseObject({
  Type: z.string(),
  Retry: z.unknown().optional(),
  Catch: z.unknown().optional(),
});
const Choice = z.object({
  Choices: z.array(z.object({ Condition: z.string(), Next: z.string() })),
  Default: z.string(),
  Assign: z.record(z.string(), z.string()).optional(),
});
const { States } = z
  .object({ States: z.record(z.string(), Step) })
  .parse(JSON.parse(readFileSync(file, 'utf8')));
const tasks = Object.entries(States).filter(([, { Type }]) => Type === 'Task');

/** Faults of Lambda, and errors of ours that any call of an AWS service may end with. */
const faults = {
  ErrorEquals: [
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.TooManyRequestsException',
    'Lambda.Unknown',
    'Sandbox.Timedout',
    'Runtime.ExitError',
    'Throttled',
    'ServiceUnavailable',
  ],
  IntervalSeconds: 2,
  BackoffRate: 2,
  MaxDelaySeconds: 60,
  MaxAttempts: 8,
  JitterStrategy: 'FULL',
};

interface Exception {
  readonly retry: readonly object[];
  readonly because: string;
}

/** Four minutes. */
const denied = { ErrorEquals: ['AccessDenied'], IntervalSeconds: 15, BackoffRate: 2, MaxAttempts: 4 };
const policies = 'IAM knows a new policy after seconds, and a deployment changes the policy before the code';

/** States that retry more than `faults`. */
const retryExceptions: Readonly<Record<string, Exception>> = {
  JudgeRun: {
    retry: [
      { ErrorEquals: ['EvidenceUnsettled'], IntervalSeconds: 10, BackoffRate: 1, MaxAttempts: 15 },
      faults,
    ],
    because:
      'DMS updates table statistics some time after a load; judge-run waits for less than these retries',
  },
  CreateTask: { retry: [faults, denied], because: policies },
  StartTask: { retry: [faults, denied], because: policies },
  CloseRun: { retry: [{ ...faults, MaxAttempts: 12 }], because: 'no later state records the outcome' },
};

const error =
  "{'state': $states.context.State.Name, 'error': $states.errorOutput.Error, 'cause': $exists($states.errorOutput.Cause) ? $states.errorOutput.Cause : ''}";
const failure = { failure: `{% ${error} %}` };

/** A missed heartbeat has either name. These states leave by a choice that waits again while there is time. */
const timeouts = ['States.Timeout', 'States.HeartbeatTimeout'];
const waits: Readonly<Record<string, string>> = {
  AwaitTaskReady: 'IsTimeLeftToGetReady',
  AwaitFullLoad: 'IsTimeLeftToLoad',
  AwaitReplication: 'IsTimeLeftToReplicate',
  DeleteTask: 'IsTimeLeftToDelete',
};

/** These return to the function that says what to wait for. */
const dmsWaits: Readonly<
  Record<string, { readonly choice: string; readonly work: string; readonly next: string }>
> = {
  AwaitTaskCreatable: { choice: 'IsTheTaskCreated', work: 'CreateTask', next: 'AwaitTaskReady' },
  AwaitTaskStartable: { choice: 'IsTheTaskStarted', work: 'StartTask', next: 'HowDoesTheJobMove' },
};

interface Caught {
  readonly next: string;
  /** Absent: the state's error becomes the failure of the run. */
  readonly assign?: object;
  readonly because?: string;
}

const nextStates: Readonly<Record<string, Caught>> = {
  OpenRun: {
    next: 'CloseRun',
    assign: { ...failure, run: null, leftBehind: null },
    because: 'no other state has set the variables that CloseRun reads',
  },
  AwaitAdmission: { next: 'CloseRun' },
  CheckSource: { next: 'JudgeRun' },
  CreateTask: { next: 'JudgeRun' },
  AwaitTaskCreatable: { next: 'JudgeRun' },
  AwaitTaskReady: { next: 'JudgeRun' },
  StartTask: { next: 'JudgeRun' },
  AwaitTaskStartable: { next: 'JudgeRun' },
  AwaitFullLoad: { next: 'JudgeRun' },
  AwaitReplication: { next: 'JudgeRun' },
  JudgeRun: {
    next: 'IsEvidenceLeftBehind',
    assign: { failure: `{% $failure ? $failure : ${error} %}`, unjudged: `{% ${error} %}` },
    because: 'the failure that came first is the cause, and no task is deleted before its evidence is read',
  },
  PublishSnapshot: { next: 'DoesTheTaskLiveOn' },
  DeleteTask: {
    next: 'CloseRun',
    assign: { leftBehind: `{% ${error} %}` },
    because: 'a task that remains does not make the run fail',
  },
  CloseRun: { next: 'RunNotClosed' },
};

test.each(tasks)(
  '%s retries the same faults as all states, and what its exception names',
  (name, { Retry }) => {
    expect(Retry).toEqual(retryExceptions[name]?.retry ?? [faults]);
  },
);

/** What the attempt before has used up. */
const paidNoMore: Readonly<Record<string, object>> = { DeleteTask: { paid: {} } };

// States.ALL does not match these two: docs/pitfalls.md#errors-that-escape-a-catch-all.
test.each(tasks)('%s catches every error, data limits and runtime errors by name', (name, { Catch }) => {
  const caught = nextStates[name];
  const rest = { Assign: caught?.assign ?? failure, Next: caught?.next };
  // OpenRun skips a run that has waited for too long, and lets the others wait again.
  const wait = name === 'AwaitAdmission' ? 'OpenRun' : (waits[name] ?? dmsWaits[name]?.choice);
  const Assign = { ...paidNoMore[name], ...rest.Assign };
  expect(Catch).toEqual([
    ...(wait === undefined ? [] : [{ ErrorEquals: timeouts, Assign, Next: wait }]),
    { ErrorEquals: ['States.DataLimitExceeded', 'States.Runtime'], ...rest },
    { ErrorEquals: ['States.ALL'], ...rest },
  ]);
});

test('every exception belongs to a state and has a reason', () => {
  const names = tasks.map(([name]) => name);
  expect(names).toEqual(expect.arrayContaining(Object.keys(retryExceptions)));
  expect(names.sort()).toEqual(Object.keys(nextStates).sort());
  const reasons = [
    ...Object.values(retryExceptions).map(({ because }) => because),
    ...Object.values(nextStates).flatMap(({ assign, because }) => (assign === undefined ? [] : [because])),
  ];
  expect(reasons.filter((reason) => reason === undefined || reason === '')).toEqual([]);
});

test.each(Object.entries(waits))('%s waits again while there is time, and fails after it', (name, choice) => {
  const { Choices, Default } = Choice.parse(States[choice]);
  expect(Choices).toEqual([
    { Condition: '{% $toMillis($states.context.State.EnteredTime) < $waitUntil %}', Next: name },
  ]);
  expect(Default).toBe(nextStates[name]?.next);
});

test.each(Object.entries(dmsWaits))(
  '%s waits again while its function says so and there is time, and fails after it with what it waited for',
  (name, { choice, work, next }) => {
    const { Choices, Default, Assign } = Choice.parse(States[choice]);
    expect(Choices).toEqual([
      { Condition: '{% $waitsFor = null %}', Next: next },
      { Condition: '{% $toMillis($states.context.State.EnteredTime) < $waitUntil %}', Next: name },
    ]);
    expect(Default).toBe('JudgeRun');
    expect(Assign?.['failure']).toContain(`{'state': '${work}', 'error': 'WaitedTooLong'`);
    expect(States[name]).toMatchObject({ Next: `Pace${work}` });
    expect(States[work]).toMatchObject({ Next: choice });
  },
);
