import { keptEndedExecutions } from '../../../local/stepfunctions/executions';
import { create, ended, harness, only, run, startOfTime } from './harness';

const waiting = only({ Type: 'Wait', Seconds: 60 });
const big = 'x'.repeat(256 * 1024 - 2);

describe('StartExecution', () => {
  it('gives the running execution for the same name and input, else ExecutionAlreadyExists', async () => {
    const at = harness();
    const stateMachineArn = await create(at, waiting);
    const start = (input: string): Promise<unknown> =>
      at.call('StartExecution', { stateMachineArn, name: 'nightly', input });
    const first = await start('{"a":1}');
    expect(await start('{"a":1}')).toEqual(first);
    await expect(start('{"a":2}')).rejects.toMatchObject({ code: 'ExecutionAlreadyExists' });
    await at.clock.advance(60_000);
    await expect(start('{"a":1}')).rejects.toMatchObject({ code: 'ExecutionAlreadyExists' });
  });

  it.each([
    [{ name: 'at 06:00' }, 'InvalidName'],
    [{ name: 'a'.repeat(81) }, 'InvalidName'],
    [{ input: '{' }, 'InvalidExecutionInput'],
    [{ input: JSON.stringify(`${big}xx`) }, 'ValidationException'],
    [
      { stateMachineArn: 'arn:aws:states:eu-west-1:000000000000:stateMachine:none' },
      'StateMachineDoesNotExist',
    ],
    [{ stateMachineArn: 'machine' }, 'InvalidArn'],
    [{ stateMachineVersion: 1 }, 'ValidationException'],
  ])('refuses %p', async (wrong, code) => {
    const at = harness();
    const stateMachineArn = await create(at, waiting);
    await expect(at.call('StartExecution', { stateMachineArn, ...wrong })).rejects.toMatchObject({ code });
  });
});

describe('memory', () => {
  it('forgets the executions that ended first, beyond a number, and none that runs', async () => {
    const at = harness();
    const stateMachineArn = await create(at, waiting);
    const quick = await create(at, only({ Type: 'Pass' }), 'quick');
    const running = await at.call('StartExecution', { stateMachineArn, name: 'long' });
    const start = (name: string): unknown =>
      at.stepFunctions.startExecution({ stateMachineArn: quick, name }).executionArn;
    const first = start('first');
    for (let count = 1; count < keptEndedExecutions; count += 1) start(`run-${count}`);
    await at.clock.idle();
    const describe = (executionArn: unknown) => at.call('DescribeExecution', { executionArn });
    expect(await describe(first)).toMatchObject({ status: 'SUCCEEDED' });
    start('one-more');
    await at.clock.idle();
    await expect(describe(first)).rejects.toMatchObject({ code: 'ExecutionDoesNotExist' });
    expect(await describe(running['executionArn'])).toMatchObject({ status: 'RUNNING' });
    expect(at.stepFunctions.running()).toEqual([running['executionArn']]);
    expect(start('first')).toBe(first);
  });
});

describe('limits', () => {
  it('more than 256 KiB between states is States.DataLimitExceeded', async () => {
    const Output = '{% $pad("", 262145, "x") %}';
    expect(await run(only({ Type: 'Pass', Output: '{% $pad("", 262142, "x") %}' }))).toMatchObject({
      status: 'SUCCEEDED',
    });
    expect(await run(only({ Type: 'Pass', Output }))).toMatchObject({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
    });
  });

  it('a polling loop ends at 25,000 events', async () => {
    const States = { Loop: { Type: 'Pass', Next: 'Loop' } };
    const result = await run({ StartAt: 'Loop', States });
    expect(result).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(result.types).toHaveLength(25_000);
    expect(result.types.at(-1)).toBe('ExecutionFailed');
  });

  it("the machine's own TimeoutSeconds ends it as TIMED_OUT", async () => {
    const result = await run({ TimeoutSeconds: 30, ...waiting }, {}, { seconds: 60 });
    expect(result).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout' });
    expect(result.types.at(-1)).toBe('ExecutionTimedOut');
  });
});

it('StopExecution aborts at once', async () => {
  const at = harness();
  const stateMachineArn = await create(at, waiting);
  const { executionArn } = at.stepFunctions.startExecution({ stateMachineArn });
  await at.call('StopExecution', { executionArn, error: 'Enough', cause: 'by a person' });
  await at.clock.advance(120_000);
  expect(await ended(at, executionArn)).toMatchObject({
    status: 'ABORTED',
    error: 'Enough',
    cause: 'by a person',
  });
  expect(at.events.map((event) => event.detail['status'])).toEqual(['RUNNING', 'ABORTED']);
});

it('an execution keeps the definition that it began with', async () => {
  const at = harness();
  const stateMachineArn = await create(at, waiting);
  const { executionArn } = at.stepFunctions.startExecution({ stateMachineArn });
  const definition = JSON.stringify({ QueryLanguage: 'JSONata', ...only({ Type: 'Fail', End: undefined }) });
  await at.call('UpdateStateMachine', { stateMachineArn, definition });
  await at.clock.advance(60_000);
  expect((await ended(at, executionArn)).status).toBe('SUCCEEDED');
});

it('tells the event bus of every change of status', async () => {
  const at = harness();
  const { arn } = await run(only({ Type: 'Pass' }), { a: 1 }, { at });
  expect(at.events).toMatchObject([
    { source: 'aws.states', 'detail-type': 'Step Functions Execution Status Change', resources: [arn] },
    { detail: { status: 'SUCCEEDED', output: '{"a":1}', input: '{"a":1}', stopDate: startOfTime.getTime() } },
  ]);
});

it('lists executions newest first, by status and by page', async () => {
  const at = harness();
  const stateMachineArn = await create(at, waiting);
  for (const name of ['a', 'b', 'c']) at.stepFunctions.startExecution({ stateMachineArn, name });
  const names = (page: Record<string, unknown>): unknown => {
    const list = page['executions'];
    return Array.isArray(list) ? list.map((one: { name: string }) => one.name) : undefined;
  };
  const first = await at.call('ListExecutions', { stateMachineArn, statusFilter: 'RUNNING', maxResults: 2 });
  expect(names(first)).toEqual(['c', 'b']);
  const second = await at.call('ListExecutions', {
    stateMachineArn,
    maxResults: 2,
    nextToken: first['nextToken'],
  });
  expect(names(second)).toEqual(['a']);
  expect(names(await at.call('ListExecutions', { stateMachineArn, statusFilter: 'FAILED' }))).toEqual([]);
});

it('counts a transition for each state entered', async () => {
  const at = harness();
  const States = {
    A: { Type: 'Pass', Next: 'B' },
    B: { Type: 'Wait', Seconds: 36_000, Next: 'C' },
    C: { Type: 'Succeed' },
  };
  const { arn } = await run({ StartAt: 'A', States }, {}, { at, seconds: 36_000 });
  expect(at.stepFunctions.transitions(arn)).toBe(3);
});
