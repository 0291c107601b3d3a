import { FunctionError } from '../../../local/service';
import { harness, only, run, task } from './harness';

const pass = (Output: unknown, rest: object = {}): object => ({ Type: 'Pass', Output, End: true, ...rest });
const block = (state: object): object => ({ StartAt: 'Inner', States: { Inner: { End: true, ...state } } });
const fall = {
  fall: () => {
    throw new FunctionError('Broken', 'no');
  },
};

describe('Parallel', () => {
  const two = (first: object, second: object, rest: object = {}): object =>
    only({
      Type: 'Parallel',
      Branches: [
        { StartAt: 'A', States: { A: first } },
        { StartAt: 'B', States: { B: second } },
      ],
      ...rest,
    });

  it('gives the outputs in the order of the branches', async () => {
    const slow = { Type: 'Wait', Seconds: 5, Output: 'a', End: true };
    expect(await run(two(slow, pass('b')), {}, { seconds: 5 })).toMatchObject({ output: ['a', 'b'] });
  });

  it('hands Arguments to every branch', async () => {
    const machine = two(pass('{% $states.input.n %}'), pass('{% $states.input.n + 1 %}'), {
      Arguments: { n: '{% $states.input.m %}' },
    });
    expect((await run(machine, { m: 1 })).output).toEqual([1, 2]);
  });

  it('stops the others when one fails, and fails with its error', async () => {
    const slow = { Type: 'Wait', Seconds: 3600, End: true };
    const result = await run(two({ End: true, ...task('fall') }, slow), {}, { functions: fall });
    expect(result).toMatchObject({ status: 'FAILED', error: 'Broken' });
    expect(result.types).toEqual([
      'ExecutionStarted',
      'ParallelStateEntered',
      'ParallelStateStarted',
      'TaskStateEntered',
      'WaitStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskFailed',
      'WaitStateAborted',
      'ParallelStateFailed',
      'ExecutionFailed',
    ]);
  });

  it('can be caught and retried as a whole', async () => {
    const Retry = [{ ErrorEquals: ['Broken'], MaxAttempts: 1 }];
    const Catch = [{ ErrorEquals: ['Broken'], Next: 'Mended' }];
    const Only = {
      Type: 'Parallel',
      Branches: [{ StartAt: 'A', States: { A: { End: true, ...task('fall') } } }],
      Retry,
      Catch,
      End: true,
    };
    const States = { Only, Mended: pass('mended') };
    const result = await run({ StartAt: 'Only', States }, {}, { functions: fall, seconds: 1 });
    expect(result.output).toBe('mended');
    expect(result.types.filter((type) => type === 'ParallelStateStarted')).toHaveLength(2);
  });

  it('reads outer variables and keeps its own inside', async () => {
    const States = {
      First: { Type: 'Pass', Assign: { outer: 1 }, Next: 'Both' },
      Both: {
        Type: 'Parallel',
        Branches: [
          {
            StartAt: 'A',
            States: {
              A: { Type: 'Pass', Assign: { inner: '{% $outer + 1 %}' }, Next: 'A2' },
              A2: pass('{% $inner %}'),
            },
          },
        ],
        Next: 'After',
      },
      After: pass({ result: '{% $states.input %}', seen: '{% $exists($inner) %}' }),
    };
    expect((await run({ StartAt: 'First', States })).output).toEqual({ result: [2], seen: false });
  });
});

describe('Map', () => {
  it('runs an iteration an item, in order, with the item and its index in the context', async () => {
    const map = only({
      Type: 'Map',
      Items: '{% $states.input.tables %}',
      ItemSelector: {
        table: '{% $states.context.Map.Item.Value %}',
        n: '{% $states.context.Map.Item.Index %}',
      },
      ItemProcessor: block(pass('{% $states.input.table & $string($states.input.n) %}')),
    });
    expect((await run(map, { tables: ['a', 'b'] })).output).toEqual(['a0', 'b1']);
  });

  it.each([
    [[], []],
    [
      [1, 2],
      [1, 2],
    ],
    [{ x: 1 }, [{ Key: 'x', Value: 1 }]],
  ])('takes the items %p', async (items, output) => {
    const map = only({ Type: 'Map', ItemProcessor: block({ Type: 'Pass' }) });
    expect((await run(map, items)).output).toEqual(output);
  });

  it('refuses items that are neither an array nor an object', async () => {
    const map = only({ Type: 'Map', Items: '{% 3 %}', ItemProcessor: block({ Type: 'Pass' }) });
    expect(await run(map)).toMatchObject({ error: 'States.QueryEvaluationError' });
  });

  it('keeps to MaxConcurrency', async () => {
    const map = only({ Type: 'Map', MaxConcurrency: 2, ItemProcessor: block({ Type: 'Wait', Seconds: 10 }) });
    expect((await run(map, [1, 2, 3], { seconds: 19 })).status).toBe('RUNNING');
    expect((await run(map, [1, 2, 3], { seconds: 20 })).output).toEqual([1, 2, 3]);
  });

  it('numbers its events as AWS does', async () => {
    const at = harness();
    const result = await run(only({ Type: 'Map', ItemProcessor: block({ Type: 'Pass' }) }), [7], { at });
    const events = at.stepFunctions
      .history(result.arn)
      .map((event) => [event.id, event.previousEventId, event.type]);
    expect(events).toEqual([
      [1, 0, 'ExecutionStarted'],
      [2, 0, 'MapStateEntered'],
      [3, 2, 'MapStateStarted'],
      [4, 3, 'MapIterationStarted'],
      [5, 4, 'PassStateEntered'],
      [6, 5, 'PassStateExited'],
      [7, 6, 'MapIterationSucceeded'],
      [8, 7, 'MapStateSucceeded'],
      [9, 8, 'MapStateExited'],
      [10, 9, 'ExecutionSucceeded'],
    ]);
  });

  it('a failed iteration stops the rest', async () => {
    const map = only({ Type: 'Map', MaxConcurrency: 1, ItemProcessor: block(task('fall')) });
    const { status, error, types } = await run(map, [1, 2, 3], { functions: fall });
    expect([status, error]).toEqual(['FAILED', 'Broken']);
    expect(types.filter((type) => type === 'MapIterationStarted')).toHaveLength(1);
    expect(types.slice(-3)).toEqual(['MapIterationFailed', 'MapStateFailed', 'ExecutionFailed']);
  });
});
