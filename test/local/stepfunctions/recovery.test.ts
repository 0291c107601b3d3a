import { FunctionError } from '../../../local/service';
import { delaySeconds } from '../../../local/stepfunctions/recovery';
import { matches, StatesError } from '../../../local/stepfunctions/states-error';
import { type Functions, harness, only, run, task } from './harness';

/** Function that fails with these error names, one per call, and then succeeds. */
function failing(...errors: string[]): Functions {
  const left = [...errors];
  return {
    job: () => {
      const error = left.shift();
      if (error !== undefined) throw new FunctionError(error, 'no');
      return 'done';
    },
  };
}
const always = (error: string): Functions => failing(...new Array<string>(99).fill(error));
const retry = (rest: object): object => ({ ErrorEquals: ['Busy'], ...rest });

describe('Retry', () => {
  it('waits IntervalSeconds x BackoffRate^n', async () => {
    const state = only(task('job', { Retry: [retry({ IntervalSeconds: 2, BackoffRate: 3 })] }));
    const functions = (): Functions => failing('Busy', 'Busy');
    expect(await run(state, {}, { functions: functions(), seconds: 7 })).toMatchObject({ status: 'RUNNING' });
    expect(await run(state, {}, { functions: functions(), seconds: 8 })).toMatchObject({ output: 'done' });
  });

  it('gives up after MaxAttempts retries, 3 unless said otherwise', async () => {
    const state = (rest: object): object => only(task('job', { Retry: [retry(rest)] }));
    const count = async (rest: object): Promise<number> => {
      const { types } = await run(state(rest), {}, { functions: always('Busy'), seconds: 3600 });
      return types.filter((type) => type === 'TaskScheduled').length;
    };
    expect(await count({})).toBe(4);
    expect(await count({ MaxAttempts: 1 })).toBe(2);
    expect(await count({ MaxAttempts: 0 })).toBe(1);
  });

  it('counts for each retrier by itself', async () => {
    const Retry = [retry({ MaxAttempts: 1 }), { ErrorEquals: ['Away'], MaxAttempts: 1 }];
    const functions = failing('Busy', 'Away', 'Busy');
    expect(await run(only(task('job', { Retry })), {}, { functions, seconds: 60 })).toMatchObject({
      status: 'FAILED',
      error: 'Busy',
    });
  });

  it.each([
    [{ IntervalSeconds: 1, BackoffRate: 2 }, 3, 8],
    [{ IntervalSeconds: 1, BackoffRate: 2, MaxDelaySeconds: 5 }, 3, 5],
    [{ IntervalSeconds: 10, BackoffRate: 1.5, JitterStrategy: 'FULL' as const }, 1, 7.5],
  ])('%p before retry %p + 1 waits %p s', (given, retries, seconds) => {
    const retrier = { ErrorEquals: [], MaxAttempts: 9, JitterStrategy: 'NONE' as const, ...given };
    expect(delaySeconds(retrier, retries, () => 0.5)).toBe(seconds);
  });

  it('counts its retries in $states.context and as transitions', async () => {
    const at = harness(failing('Busy'));
    const state = task('job', { Retry: [retry({})], Output: '{% $states.context.State.RetryCount %}' });
    const result = await run(only(state), {}, { at, seconds: 1 });
    expect(result.output).toBe(1);
    expect(at.stepFunctions.transitions(result.arn)).toBe(2);
  });
});

describe('Catch', () => {
  const machine = (Catch: object[], rest: object = {}): object => ({
    StartAt: 'Work',
    States: {
      Work: { ...task('job', { Catch, ...rest }), End: true },
      Mend: { Type: 'Pass', Output: { got: '{% $states.input %}', seen: '{% $seen %}' }, End: true },
    },
  });

  it('goes to Next with Error and Cause, or with its own Output, and may Assign', async () => {
    const functions = always('Busy');
    const catcher = {
      ErrorEquals: ['Busy'],
      Next: 'Mend',
      Assign: { seen: '{% $states.errorOutput.Error %}' },
    };
    expect((await run(machine([catcher]), {}, { functions })).output).toMatchObject({
      got: { Error: 'Busy' },
      seen: 'Busy',
    });
    const withOutput = { ...catcher, Output: { why: '{% $states.errorOutput.Error %}' } };
    expect((await run(machine([withOutput]), {}, { functions })).output).toMatchObject({
      got: { why: 'Busy' },
    });
  });

  it('comes after Retry', async () => {
    const catcher = { ErrorEquals: ['States.ALL'], Next: 'Mend', Assign: { seen: 1 } };
    const result = await run(
      machine([catcher], { Retry: [retry({})] }),
      {},
      { functions: always('Busy'), seconds: 60 },
    );
    expect(result.types.filter((type) => type === 'TaskFailed')).toHaveLength(4);
    expect(result.status).toBe('SUCCEEDED');
  });

  it('catches a failing Output of the state', async () => {
    const catcher = { ErrorEquals: ['States.QueryEvaluationError'], Next: 'Mend', Assign: { seen: 1 } };
    const Output = '{% $states.result.Payload.nothing %}';
    expect(await run(machine([catcher], { Output }), {}, { functions: failing() })).toMatchObject({
      status: 'SUCCEEDED',
    });
  });
});

describe('ErrorEquals', () => {
  it.each([
    ['Busy', 'Busy', true],
    ['Busy', 'busy', false],
    ['Busy', 'States.ALL', true],
    ['Busy', 'States.TaskFailed', true],
    ['States.Timeout', 'States.TaskFailed', false],
    ['States.Timeout', 'States.ALL', true],
    ['States.Timeout', 'States.HeartbeatTimeout', false],
    ['States.HeartbeatTimeout', 'States.HeartbeatTimeout', true],
    ['States.HeartbeatTimeout', 'States.Timeout', false],
    ['States.HeartbeatTimeout', 'States.ALL', true],
    ['States.QueryEvaluationError', 'States.ALL', true],
    ['States.DataLimitExceeded', 'States.DataLimitExceeded', true],
    ['States.Runtime', 'States.Runtime', false],
  ])('%s is matched by %s: %p', (error, name, matched) => {
    expect(matches([name], new StatesError(error))).toBe(matched);
  });

  it.each(['States.DataLimitExceeded', 'States.Runtime'])('States.ALL does not match %s', (error) => {
    expect(matches(['States.ALL'], new StatesError(error))).toBe(false);
    expect(matches(['States.TaskFailed'], new StatesError(error))).toBe(false);
  });
});
