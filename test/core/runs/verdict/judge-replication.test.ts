import { newRun } from '../../../../core/runs/record/new-run';
import type { Task } from '../../../../core/runs/task/task';
import {
  judgeReplication,
  notesOf,
  type ReplicationEvidence,
} from '../../../../core/runs/verdict/judge-replication';
import { scheduledInput } from '../../../helpers/runs/run-input';

const task = (status: string, over: Partial<Task> = {}): Task => ({
  arn: 'arn:A',
  identifier: 'dev-sales-orders',
  status,
  startedAt: '2026-03-01T10:00:00.000Z',
  statistics: { percent: 100, tablesLoaded: 1, tablesLoading: 0, tablesQueued: 0, tablesErrored: 0 },
  ...over,
});
const orders = { schema: 'sales', table: 'orders', state: 'Table completed', rows: 10, errorRows: 0 };
const expected = [{ schema: 'sales', table: 'orders', targetSchema: 'sales', targetTable: 'orders' }];

function judged(over: Partial<ReplicationEvidence>) {
  const evidence = {
    mode: 'cdc',
    notes: [],
    tables: [orders],
    expected,
    allowTableErrors: false,
    ...over,
  } as const;
  const { outcome, findings } = judgeReplication({ task: task('running'), ...evidence });
  return [outcome, ...findings.map(({ code }) => code)];
}

test('a cdc run succeeds when its task runs, with any tables so far', () => {
  expect(judged({})).toEqual(['succeeded']);
  expect(judged({ tables: [] })).toEqual(['succeeded']);
  expect(judged({ tables: [{ ...orders, state: 'Table error' }] })).toEqual(['failed', 'table-error']);
});

test('the load of full-load-and-cdc is judged like any full load, while the task runs', () => {
  const mode = 'full-load-and-cdc';
  expect(judged({ mode })).toEqual(['succeeded']);
  expect(judged({ mode, tables: [] })).toEqual(['failed', 'counts-disagree', 'table-missing']);
  const statistics = { percent: 100, tablesLoaded: 0, tablesLoading: 0, tablesQueued: 0, tablesErrored: 1 };
  const broken = {
    mode,
    task: task('running', { statistics }),
    tables: [{ ...orders, state: 'Table error' }],
  } as const;
  expect(judged(broken)).toEqual(['failed', 'table-error']);
});

test('the finding of a failure that no repetition fixes has the way out', () => {
  const lost = task('failed', { lastFailureMessage: 'Last Error  Error 1236 reading binary log.' });
  const evidence = { mode: 'cdc', notes: [], tables: [], expected, allowTableErrors: false } as const;
  expect(judgeReplication({ ...evidence, task: lost, job: 'sales/orders' }).findings).toEqual([
    { code: 'task-failed', detail: expect.stringMatching(/1236.*lakeferry stop sales\/orders --delete/) },
  ]);
});

test('a task that failed before DMS listed a table has one finding', () => {
  const failed = { task: task('failed', { lastFailureMessage: 'Last Error  boom' }), tables: [] };
  expect(judged({ ...failed, mode: 'full-load-and-cdc' })).toEqual(['failed', 'task-failed']);
});

test.each(['Pending records', 'Pending validation', 'Pending revalidation', 'Preparing table'])(
  '%s is a note while changes arrive, and does not hide what differs',
  (validation) => {
    const mode = 'full-load-and-cdc';
    expect(judged({ mode, tables: [{ ...orders, validation }] })).toEqual([
      'succeeded',
      'validation-pending',
    ]);
    const items = { ...orders, table: 'items', validation: 'Mismatched records' };
    const statistics = { percent: 100, tablesLoaded: 2, tablesLoading: 0, tablesQueued: 0, tablesErrored: 0 };
    const both = { task: task('running', { statistics }), tables: [{ ...orders, validation }, items] };
    expect(judged({ mode, ...both })).toEqual(['failed', 'table-validation', 'validation-pending']);
  },
);

test.each([
  ['stopped', { stopReason: 'Stop Reason NORMAL' }, ['stopped', 'stopped-by-person']],
  ['stopped', { stopReason: 'Stop Reason STOPPED_DUE_TO_LOW_DISK' }, ['resource', 'low-disk']],
  ['failed', { lastFailureMessage: 'Last Error  boom' }, ['failed', 'task-failed']],
  ['modifying', {}, ['failed', 'not-replicating']],
  ['dreaming', {}, ['failed', 'not-replicating']],
])('a task that is %s does not replicate', (status, over, wanted) => {
  expect(judged({ task: task(status, over) })).toEqual(wanted);
});

test('no task and a failed state are failures', () => {
  expect(judged({ task: undefined })).toEqual(['failed', 'task-missing']);
  const failure = { state: 'StartTask', error: 'DmsRefused', cause: 'no' };
  expect(judged({ failure })).toEqual(['failed', 'state-failed']);
});

test('a source that could not be checked is reported, and does not count against success', () => {
  const source = { engine: 'oracle', secretName: 's', databaseName: 'd', sslMode: 'none' } as const;
  const record = newRun(scheduledInput(), 'execution', 400, new Date('2026-03-01T10:00:00Z'));
  const notes = notesOf({ ...record, source });
  expect(judged({ notes })).toEqual(['succeeded', 'source-not-checked']);
  expect(notesOf({ ...record, source: { ...source, engine: 'postgres' } })).toEqual([]);
});
