import { type ExecutionEvent, executionLines } from '../../../../core/runs/logs/execution-lines';
import { functionLine, namesRun } from '../../../../core/runs/logs/function-line';
import { inTimeOrder, type LogLine } from '../../../../core/runs/logs/log-line';
import { taskLine } from '../../../../core/runs/logs/task-line';

const at = new Date('2026-11-21T04:00:05.250Z');
const run = 'sales.orders-daily.20261121T040000Z';

describe('a line of DMS', () => {
  const read = (message: string) => {
    const { from, level, text } = taskLine({ id: '1', at, message });
    return [from, level, text];
  };

  it.each([
    [
      "2026-11-21T04:00:05 [TASK_MANAGER    ]I:  Task 't' running full load only in fresh start mode  (replicationtask.c:1868)",
      ['TASK_MANAGER', 'info', "Task 't' running full load only in fresh start mode"],
    ],
    [
      "2022-10-21T13:24:07 [SOURCE_UNLOAD   ]W:  Value of column 'metadata' (in 'a'.'b') was truncated  (postgres_endpoint_unload.c:1072)",
      ['SOURCE_UNLOAD', 'warning', "Value of column 'metadata' (in 'a'.'b') was truncated"],
    ],
    [
      '2021-01-08T01:36:14 [TASK_MANAGER ]E: No tables were found at task initialization. [1021707] (replicationtask.c:2107)',
      ['TASK_MANAGER', 'error', 'No tables were found at task initialization. [1021707]'],
    ],
    ['2026-11-21T04:00:05 [SORTER          ]T:  first\nsecond', ['SORTER', 'debug', 'first\nsecond']],
    ['something else\n', ['DMS', 'info', 'something else']],
  ])('is read: %s', (message, expected) => {
    expect(read(message)).toEqual(expected);
  });

  it('has the moment of its event, which has milliseconds', () => {
    expect(taskLine({ id: '1', at, message: 'x' })).toMatchObject({
      at: '2026-11-21T04:00:05.250Z',
      id: '1',
    });
  });
});

describe('a line of a function', () => {
  const read = (message: string) => {
    const line = functionLine('judge-run', run, { id: '1', at, message });
    return line && [line.level, line.text];
  };

  it.each([
    [
      JSON.stringify({
        level: 'INFO',
        message: 'judged',
        run,
        job: 'sales/orders-daily',
        cold_start: true,
        tables: 3,
      }),
      ['info', 'judged job=sales/orders-daily tables=3'],
    ],
    [
      JSON.stringify({
        level: 'ERROR',
        message: 'failed',
        run,
        error: { name: 'RunError', message: 'busy', stack: 'x' },
      }),
      ['error', 'failed RunError: busy'],
    ],
    [
      JSON.stringify({ errorType: 'RunError', errorMessage: `${run} is open`, stackTrace: ['at x'] }),
      ['error', `RunError ${run} is open`],
    ],
    [`2026-11-21T04:00:05.250Z\tabc\tERROR\t${JSON.stringify({ run, problem: 'lost' })}`, ['error', 'lost']],
    [`2026-11-21T04:00:05.250Z\tabc\tWARN\tnear ${run}\n`, ['warning', `near ${run}`]],
    [`{ broken ${run}`, ['info', `{ broken ${run}`]],
    [JSON.stringify({ level: 'INFO', message: 'of another run', run: `${run}.2` }), undefined],
    [JSON.stringify({ _aws: {}, run, Rows: 5 }), undefined],
  ])('is read: %s', (message, expected) => {
    expect(read(message)).toEqual(expected);
  });

  it('names a run by the whole id', () => {
    expect(namesRun(`${run}.2 and ${run}`, run)).toBe(true);
    expect(namesRun(`ended ${run}.`, run)).toBe(true);
    expect(namesRun(`${run}.2`, `${run}.2`)).toBe(true);
    expect(namesRun(`${run}-reload`, run)).toBe(false);
  });
});

test('lines of an execution: states, errors, errors that were retried, and the end', () => {
  const cause = JSON.stringify({ errorType: 'RunError', errorMessage: 'no such table', trace: ['at x'] });
  const events: readonly Omit<ExecutionEvent, 'id' | 'at'>[] = [
    { type: 'ExecutionStarted' },
    { type: 'TaskStateEntered', state: 'OpenRun' },
    { type: 'TaskScheduled' },
    { type: 'TaskTimedOut', error: 'States.Timeout' },
    { type: 'TaskScheduled' },
    { type: 'TaskSucceeded' },
    { type: 'TaskStateExited', state: 'OpenRun' },
    { type: 'TaskStateEntered', state: 'CreateTask' },
    { type: 'TaskFailed', error: 'AccessDenied', cause },
    { type: 'ExecutionFailed', error: 'Run.failed', cause: 'no task' },
  ];
  const lines = executionLines(events.map((event, id) => ({ id, at, ...event })));
  expect(lines.map(({ from, level, text }) => `${from} ${level} ${text}`)).toEqual([
    'Execution info execution started',
    'OpenRun info entered',
    'OpenRun warning failed: States.Timeout; tried again',
    'CreateTask info entered',
    'CreateTask error failed: AccessDenied: no such table',
    'Execution error execution failed: Run.failed: no task',
  ]);
});

test('lines are in the order of time, and lines of one moment in the order of their sources', () => {
  const line = (id: string, source: LogLine['source'], moment: string): LogLine => ({
    ...{ id, source, at: moment, from: 'x', level: 'info', text: '' },
  });
  const lines = [line('3', 'task', '2026-01-01T00:00:01Z'), line('4', 'task', '2026-01-01T00:00:02Z')];
  const others = [
    line('1', 'functions', '2026-01-01T00:00:01Z'),
    line('2', 'functions', '2026-01-01T00:00:01Z'),
  ];
  expect(
    inTimeOrder([...lines, ...others, line('0', 'state-machine', '2026-01-01T00:00:01Z')]).map(
      ({ id }) => id,
    ),
  ).toEqual(['0', '1', '2', '3', '4']);
});
