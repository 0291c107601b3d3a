import { FunctionError } from '../../../local/service';
import { create, type Ended, ended, type Functions, type Harness, harness } from './harness';

interface Waiting {
  readonly at: Harness;
  readonly token: () => string;
  readonly executionArn: string;
  end(): Promise<Ended>;
}

/** A machine with one state that waits for its token. */
async function waiting(rest: object = {}, functions?: Functions): Promise<Waiting> {
  let token = '';
  const keep = (payload: unknown): string => {
    token = String(Object(payload).token);
    return 'kept';
  };
  const at = harness({ keep, ...functions });
  const Wait = {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: { FunctionName: 'keep', Payload: { token: '{% $states.context.Task.Token %}' } },
    End: true,
    ...rest,
  };
  const stateMachineArn = await create(at, { StartAt: 'Wait', States: { Wait } });
  const { executionArn } = at.stepFunctions.startExecution({ stateMachineArn });
  await at.clock.idle();
  return {
    at,
    executionArn,
    token: () => token,
    end: async () => {
      await at.clock.idle();
      return ended(at, executionArn);
    },
  };
}

it('waits until the token is answered; the answer is the result', async () => {
  const { at, token, end } = await waiting();
  await at.clock.advance(30 * 86_400_000);
  expect((await end()).status).toBe('RUNNING');
  await at.call('SendTaskSuccess', { taskToken: token(), output: '{"rows":3}' });
  expect(await end()).toMatchObject({
    status: 'SUCCEEDED',
    output: { rows: 3 },
    types: [
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ],
  });
});

it('fails as SendTaskFailure says', async () => {
  const { at, token, end } = await waiting();
  await at.call('SendTaskFailure', { taskToken: token(), error: 'TaskFailed', cause: 'disk full' });
  expect(await end()).toMatchObject({ status: 'FAILED', error: 'TaskFailed', cause: 'disk full' });
});

it('fails at once when the function that takes the token fails', async () => {
  const { end } = await waiting(
    {},
    {
      keep: () => {
        throw new FunctionError('NoTable', 'gone');
      },
    },
  );
  expect(await end()).toMatchObject({ status: 'FAILED', error: 'NoTable' });
});

it('takes an answer that comes while the function still runs', async () => {
  let answer = (_token: string): void => undefined;
  const functions: Functions = { keep: (payload) => answer(String(Object(payload).token)) };
  const at = harness(functions);
  answer = (taskToken) => void at.call('SendTaskSuccess', { taskToken, output: '"early"' });
  const Wait = {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: { FunctionName: 'keep', Payload: { token: '{% $states.context.Task.Token %}' } },
    End: true,
  };
  const stateMachineArn = await create(at, { StartAt: 'Wait', States: { Wait } });
  const { executionArn } = at.stepFunctions.startExecution({ stateMachineArn });
  await at.clock.idle();
  expect(await ended(at, executionArn)).toMatchObject({ status: 'SUCCEEDED', output: 'early' });
});

describe('time limits', () => {
  it('TimeoutSeconds ends the wait as States.Timeout; the execution is FAILED', async () => {
    const { at, end } = await waiting({ TimeoutSeconds: '{% 30 + 30 %}' });
    await at.clock.advance(59_000);
    expect((await end()).status).toBe('RUNNING');
    await at.clock.advance(1_000);
    const over = await end();
    expect(over).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(over.types.slice(-2)).toEqual(['TaskTimedOut', 'ExecutionFailed']);
  });

  it('a heartbeat puts off its own limit, not the other', async () => {
    const { at, token, end } = await waiting({ TimeoutSeconds: 100, HeartbeatSeconds: 30 });
    for (let beat = 0; beat < 4; beat += 1) {
      await at.clock.advance(24_000);
      await at.call('SendTaskHeartbeat', { taskToken: token() });
    }
    expect((await end()).status).toBe('RUNNING');
    await at.clock.advance(4_000);
    expect(await end()).toMatchObject({ error: 'States.Timeout' });
  });

  it.each([
    [undefined, 'States.HeartbeatTimeout', true],
    [undefined, 'States.Timeout', false],
    ['States.HeartbeatTimeout', 'States.Timeout', false],
    ['States.Timeout', 'States.HeartbeatTimeout', false],
    ['States.Timeout', 'States.Timeout', true],
    ['States.Timeout', 'States.ALL', true],
  ] as const)('a missed heartbeat, by option %s, is caught as %s: %p', async (option, name, caught) => {
    const at = harness({ keep: () => 'kept' }, option);
    const Wait = {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Arguments: { FunctionName: 'keep' },
      HeartbeatSeconds: 30,
      Catch: [{ ErrorEquals: [name], Next: 'Again' }],
      End: true,
    };
    const States = { Wait, Again: { Type: 'Succeed', Output: 'again' } };
    const stateMachineArn = await create(at, { StartAt: 'Wait', States });
    const { executionArn } = at.stepFunctions.startExecution({ stateMachineArn });
    await at.clock.advance(30_000);
    const result = await ended(at, executionArn);
    const error = option ?? 'States.HeartbeatTimeout';
    expect(result).toMatchObject(caught ? { output: 'again' } : { status: 'FAILED', error });
    expect(result.types).toContain('TaskTimedOut');
  });
});

describe('tokens', () => {
  const beat = (at: Harness, taskToken: string): Promise<unknown> =>
    at.call('SendTaskHeartbeat', { taskToken });

  it('a retry has a new token; the old one is TaskTimedOut', async () => {
    const Retry = [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 1 }];
    const { at, token, end } = await waiting({ TimeoutSeconds: 10, Retry });
    const first = token();
    await at.clock.advance(11_000);
    expect(token()).not.toBe(first);
    await expect(beat(at, first)).rejects.toMatchObject({ code: 'TaskTimedOut' });
    await at.call('SendTaskSuccess', { taskToken: token(), output: '1' });
    expect(await end()).toMatchObject({ output: 1 });
  });

  it('an answered or stopped task is TaskTimedOut', async () => {
    const { at, token, executionArn } = await waiting();
    await at.call('StopExecution', { executionArn });
    await expect(beat(at, token())).rejects.toMatchObject({ code: 'TaskTimedOut' });
  });

  it.each([
    ['nonsense', 'InvalidToken'],
    ['LAKEFERRY.00000000-0000-0000-0000-000000000000', 'TaskDoesNotExist'],
  ])('%s is %s', async (token, code) => {
    const { at } = await waiting();
    await expect(beat(at, token)).rejects.toMatchObject({ code });
  });

  it('refuses an output that is not JSON and leaves the task waiting', async () => {
    const { at, token, end } = await waiting();
    const success = at.call('SendTaskSuccess', { taskToken: token(), output: 'rows' });
    await expect(success).rejects.toMatchObject({ code: 'InvalidOutput' });
    expect((await end()).status).toBe('RUNNING');
  });
});
