import { FunctionError } from '../../../local/service';
import { ended, type Functions, harness, type Harness, run, task } from './harness';

const day = 86_400;

/** Functions that count their calls, and fail with Broken while `isBroken`. */
function flaky(names: readonly string[]) {
  const calls: string[] = [];
  const broken = new Set<string>();
  const functions: Functions = Object.fromEntries(
    names.map((name) => [
      name,
      (payload: unknown) => {
        calls.push(name);
        if (broken.has(name)) throw new FunctionError('Broken', JSON.stringify({ errorType: 'Broken' }));
        return { name, payload };
      },
    ]),
  );
  return { calls, broken, functions };
}

async function redrive(at: Harness, executionArn: string, seconds = 0, clientToken?: string) {
  await at.call('RedriveExecution', { executionArn, ...(clientToken === undefined ? {} : { clientToken }) });
  await at.clock.advance(seconds * 1000);
  await at.clock.idle();
  return ended(at, executionArn);
}

const describeExecution = (at: Harness, executionArn: string) =>
  at.call('DescribeExecution', { executionArn });

const two = {
  StartAt: 'First',
  States: {
    First: task('first', { Assign: { kept: '{% $states.result.Payload.name %}' }, Next: 'Second' }),
    Second: task('second', { End: true, Output: '{% {"out": $states.result.Payload, "kept": $kept} %}' }),
  },
};

test('the failed state runs again with its input, the variables and the history before', async () => {
  const { calls, broken, functions } = flaky(['first', 'second']);
  const at = harness(functions);
  broken.add('second');
  const failed = await run(two, { a: 1 }, { at });
  expect(failed).toMatchObject({ status: 'FAILED', error: 'Broken' });
  expect(await describeExecution(at, failed.arn)).toMatchObject({
    redriveStatus: 'REDRIVABLE',
    redriveCount: 0,
  });
  broken.clear();
  const redriven = await redrive(at, failed.arn);
  expect(redriven).toMatchObject({
    status: 'SUCCEEDED',
    error: undefined,
    output: { kept: 'first', out: { payload: { name: 'first', payload: { a: 1 } } } },
  });
  expect(calls).toEqual(['first', 'second', 'second']);
  expect(redriven.types.slice(0, failed.types.length)).toEqual(failed.types);
  expect(redriven.types.slice(failed.types.length)).toEqual([
    'ExecutionRedriven',
    'TaskScheduled',
    'TaskStarted',
    'TaskSucceeded',
    'TaskStateExited',
    'ExecutionSucceeded',
  ]);
  expect(at.events.map(({ detail }) => [detail['status'], detail['redriveCount']])).toEqual([
    ['RUNNING', 0],
    ['FAILED', 0],
    ['RUNNING', 1],
    ['SUCCEEDED', 1],
  ]);
  expect(await describeExecution(at, failed.arn)).toMatchObject({
    redriveCount: 1,
    redriveDate: expect.any(Number),
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven.',
  });
});

test('a redrive counts, whatever comes of it, and expressions see it', async () => {
  const { broken, functions } = flaky(['first', 'second']);
  const at = harness(functions);
  broken.add('second');
  const States = {
    ...two.States,
    Second: task('second', { End: true, Output: '{% $states.context.Execution.RedriveCount %}' }),
  };
  const { arn } = await run({ ...two, States }, {}, { at });
  expect(await redrive(at, arn)).toMatchObject({ status: 'FAILED' });
  broken.clear();
  expect(await redrive(at, arn)).toMatchObject({ status: 'SUCCEEDED', output: 2 });
});

test('retries are counted from the start', async () => {
  const { calls, broken, functions } = flaky(['one']);
  const at = harness(functions);
  broken.add('one');
  const Retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 1 }];
  const definition = { StartAt: 'One', States: { One: task('one', { Retry, End: true }) } };
  const { arn } = await run(definition, {}, { at, seconds: 10 });
  expect(calls).toHaveLength(3);
  expect(await redrive(at, arn, 10)).toMatchObject({ status: 'FAILED' });
  expect(calls).toHaveLength(6);
});

test.each([
  [
    'Parallel',
    {
      Type: 'Parallel',
      Branches: ['a', 'b'].map((name) => ({ StartAt: name, States: { [name]: task(name, { End: true }) } })),
    },
  ],
  [
    'Map',
    {
      Type: 'Map',
      Items: ['a', 'b'],
      MaxConcurrency: 1,
      ItemProcessor: {
        StartAt: 'Each',
        States: {
          Each: {
            Type: 'Task',
            Resource: 'arn:aws:states:::lambda:invoke',
            Arguments: { FunctionName: '{% $states.input %}', Payload: {} },
            Output: '{% $states.result.Payload %}',
            End: true,
          },
        },
      },
    },
  ],
])('of %s, only what had not succeeded runs again', async (_, state) => {
  const { calls, broken, functions } = flaky(['a', 'b']);
  const at = harness(functions);
  broken.add('b');
  const { arn } = await run({ StartAt: 'Both', States: { Both: { ...state, End: true } } }, {}, { at });
  broken.clear();
  const { status, output } = await redrive(at, arn);
  expect(status).toBe('SUCCEEDED');
  expect(output).toMatchObject([{ name: 'a' }, { name: 'b' }]);
  expect(calls.filter((name) => name === 'b')).toHaveLength(2);
  expect(calls.filter((name) => name === 'a')).toHaveLength(1);
});

test('a stopped and a timed out execution continue, with their time limit from the start', async () => {
  const at = harness();
  const wait = {
    TimeoutSeconds: 100,
    StartAt: 'Wait',
    States: { Wait: { Type: 'Wait', Seconds: 150, Next: 'Done' }, Done: { Type: 'Succeed' } },
  };
  const { arn, status } = await run(wait, {}, { at, seconds: 100 });
  expect(status).toBe('TIMED_OUT');
  await redrive(at, arn, 99);
  expect(await describeExecution(at, arn)).toMatchObject({ status: 'RUNNING' });
  await at.call('StopExecution', { executionArn: arn });
  expect(await describeExecution(at, arn)).toMatchObject({ status: 'ABORTED', redriveCount: 1 });
  expect(await redrive(at, arn, 100)).toMatchObject({ status: 'TIMED_OUT' });
});

test('an execution that runs, that succeeded, or that ended 14 days ago cannot be redriven', async () => {
  const { broken, functions } = flaky(['first', 'second']);
  const at = harness(functions);
  const done = await run(two, {}, { at });
  await expect(redrive(at, done.arn)).rejects.toMatchObject({
    code: 'ExecutionNotRedrivable',
    message: 'Execution is SUCCEEDED and cannot be redriven.',
  });
  broken.add('second');
  const { stateMachineArn } = await describeExecution(at, done.arn);
  const failed = at.stepFunctions.startExecution({ stateMachineArn: String(stateMachineArn), input: '{}' });
  await at.clock.idle();
  await at.clock.advance(14 * day * 1000);
  expect(await describeExecution(at, failed.executionArn)).toMatchObject({ redriveStatus: 'REDRIVABLE' });
  await at.clock.advance(1);
  await expect(redrive(at, failed.executionArn)).rejects.toThrow('Execution redrivable period exceeded.');
  await expect(redrive(at, failed.executionArn.replace(/.$/, '!'))).rejects.toMatchObject({
    code: 'ExecutionDoesNotExist',
  });
});

test('a repeated request with one token redrives once, for 15 minutes', async () => {
  const { broken, functions } = flaky(['first', 'second']);
  const at = harness(functions);
  broken.add('second');
  const { arn } = await run(two, {}, { at });
  for (const token of ['t', 't']) await redrive(at, arn, 0, token);
  expect(await describeExecution(at, arn)).toMatchObject({ redriveCount: 1 });
  await at.clock.advance(15 * 60_000 + 1);
  await redrive(at, arn, 0, 't');
  expect(await describeExecution(at, arn)).toMatchObject({ redriveCount: 2 });
});
