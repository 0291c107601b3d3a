import { FunctionError } from '../../../local/service';
import { create, ended, harness, only, run, task } from './harness';

describe('Pass', () => {
  it('hands its input on', async () => {
    expect(await run(only({ Type: 'Pass' }), { a: 1 })).toMatchObject({
      status: 'SUCCEEDED',
      output: { a: 1 },
    });
  });

  it('evaluates Assign and Output side by side: Output sees the old variables', async () => {
    const States = {
      First: { Type: 'Pass', Assign: { x: 1 }, Next: 'Second' },
      Second: { Type: 'Pass', Assign: { x: '{% $x + 1 %}' }, Output: '{% $x %}', Next: 'Third' },
      Third: { Type: 'Pass', Output: { before: '{% $states.input %}', now: '{% $x %}' }, End: true },
    };
    expect(await run({ StartAt: 'First', States })).toMatchObject({ output: { before: 1, now: 2 } });
  });
});

describe('Choice', () => {
  const States = {
    Ask: {
      Type: 'Choice',
      Choices: [
        { Condition: '{% $states.input.n > 10 %}', Next: 'Big', Assign: { size: 'big' } },
        { Condition: '{% $states.input.n > 5 %}', Next: 'Middle', Output: { from: 'rule' } },
      ],
      Default: 'Small',
    },
    Big: { Type: 'Pass', Output: '{% $size %}', End: true },
    Middle: { Type: 'Succeed' },
    Small: { Type: 'Succeed', Output: 'small' },
  };

  it.each([
    [11, 'big'],
    [6, { from: 'rule' }],
    [1, 'small'],
  ])('takes the first rule that is true: %p', async (n, output) => {
    expect(await run({ StartAt: 'Ask', States }, { n })).toMatchObject({ status: 'SUCCEEDED', output });
  });

  it('fails with States.NoChoiceMatched without a Default', async () => {
    const Ask = { Type: 'Choice', Choices: [{ Condition: false, Next: 'End' }] };
    expect(await run({ StartAt: 'Ask', States: { Ask, End: { Type: 'Succeed' } } })).toMatchObject({
      status: 'FAILED',
      error: 'States.NoChoiceMatched',
    });
  });

  it('wants a boolean', async () => {
    const Ask = { Type: 'Choice', Choices: [{ Condition: '{% 1 %}', Next: 'End' }] };
    expect(await run({ StartAt: 'Ask', States: { Ask, End: { Type: 'Succeed' } } })).toMatchObject({
      error: 'States.QueryEvaluationError',
    });
  });
});

describe('Wait', () => {
  it.each([
    [{ Seconds: 0 }, 0],
    [{ Seconds: 90 }, 90],
    [{ Seconds: '{% $states.input.s %}' }, 30],
    [{ Timestamp: '2026-03-01T06:01:00Z' }, 60],
    [{ Timestamp: '{% $states.input.t %}' }, 120],
  ])('waits as %p says', async (wait, seconds) => {
    const input = { s: 30, t: '2026-03-01T07:02:00+01:00' };
    const state = only({ Type: 'Wait', ...wait });
    if (seconds > 0)
      expect(await run(state, input, { seconds: seconds - 1 })).toMatchObject({ status: 'RUNNING' });
    expect(await run(state, input, { seconds })).toMatchObject({ status: 'SUCCEEDED', output: input });
  });

  it('refuses a length that is no whole number', async () => {
    expect(await run(only({ Type: 'Wait', Seconds: '{% "5" %}' }))).toMatchObject({
      error: 'States.QueryEvaluationError',
    });
  });
});

describe('Fail and Succeed', () => {
  it('fails with its error and cause, expressions too', async () => {
    const Stop = { Type: 'Fail', Error: '{% $states.input.e %}', Cause: 'because' };
    expect(await run({ StartAt: 'Stop', States: { Stop } }, { e: 'Mine' })).toMatchObject({
      status: 'FAILED',
      error: 'Mine',
      cause: 'because',
      types: ['ExecutionStarted', 'FailStateEntered', 'ExecutionFailed'],
    });
  });
});

describe('Task', () => {
  it('gives the shape of lambda:invoke', async () => {
    const functions = { double: (n: unknown) => ({ twice: Number(n) * 2 }) };
    const state = task('double', { Output: '{% $states.result %}' }, 21);
    expect(await run(only(state), {}, { functions })).toMatchObject({
      output: { ExecutedVersion: '$LATEST', Payload: { twice: 42 }, StatusCode: 200 },
      types: [
        'ExecutionStarted',
        'TaskStateEntered',
        'TaskScheduled',
        'TaskStarted',
        'TaskSucceeded',
        'TaskStateExited',
        'ExecutionSucceeded',
      ],
    });
  });

  it('invokes a function by ARN with the bare payload', async () => {
    const Resource = 'arn:aws:lambda:eu-west-1:000000000000:function:echo';
    const functions = { echo: (payload: unknown) => ({ got: payload }) };
    expect(await run(only({ Type: 'Task', Resource }), { a: 1 }, { functions })).toMatchObject({
      output: { got: { a: 1 } },
      types: [
        'ExecutionStarted',
        'TaskStateEntered',
        'LambdaFunctionScheduled',
        'LambdaFunctionStarted',
        'LambdaFunctionSucceeded',
        'TaskStateExited',
        'ExecutionSucceeded',
      ],
    });
  });

  it("shows a function's error as AWS does", async () => {
    const functions = {
      fall: () => {
        throw new FunctionError('TaskGone', 'it is gone', ['at x']);
      },
    };
    const result = await run(only(task('fall')), {}, { functions });
    expect(result).toMatchObject({ status: 'FAILED', error: 'TaskGone' });
    expect(JSON.parse(String(result.cause))).toEqual({
      errorMessage: 'it is gone',
      errorType: 'TaskGone',
      trace: ['at x'],
    });
  });

  it('gives an undefined expression as States.QueryEvaluationError and tells where', async () => {
    const result = await run(only({ Type: 'Pass', Output: { deep: ['{% $states.input.nothing %}'] } }));
    expect(result).toMatchObject({
      error: 'States.QueryEvaluationError',
      types: ['ExecutionStarted', 'PassStateEntered', 'EvaluationFailed', 'ExecutionFailed'],
    });
    expect(result.cause).toMatch(/returned nothing/);
  });
});

describe('context', () => {
  it('knows the execution, the machine and the state', async () => {
    const at = harness();
    const stateMachineArn = await create(at, only({ Type: 'Pass', Output: '{% $states.context %}' }));
    const { executionArn } = at.stepFunctions.startExecution({
      stateMachineArn,
      name: 'one',
      input: '{"a":1}',
    });
    await at.clock.idle();
    const role = 'arn:aws:iam::000000000000:role/machine';
    expect((await ended(at, executionArn)).output).toEqual({
      Execution: {
        Id: executionArn,
        Input: { a: 1 },
        Name: 'one',
        RoleArn: role,
        StartTime: '2026-03-01T06:00:00.000Z',
        RedriveCount: 0,
      },
      State: { Name: 'Only', EnteredTime: '2026-03-01T06:00:00.000Z', RetryCount: 0 },
      StateMachine: { Id: stateMachineArn, Name: 'machine' },
    });
  });
});
