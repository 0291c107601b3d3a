import type { TableRecord } from '../../../../core/runs/record/table-record';
import { judgeReplication } from '../../../../core/runs/verdict/judge-replication';
import { hasUnsettledStatistics } from '../../../../core/runs/verdict/statistics-settled';
import { type Evidence, judge } from '../../../../core/runs/verdict/verdict';

const finished = '2026-03-01T10:00:00.000Z';
const soon = new Date('2026-03-01T10:00:10Z');
const orders: TableRecord = {
  schema: 'sales',
  table: 'orders',
  state: 'Table completed',
  rows: 0,
  errorRows: 0,
};

function evidence(tables: readonly TableRecord[], over: Partial<Evidence> = {}): Evidence {
  const statistics = { percent: 100, tablesLoaded: 1, tablesLoading: 0, tablesQueued: 0, tablesErrored: 0 };
  return {
    task: {
      arn: 'arn',
      identifier: 'task',
      status: 'stopped',
      stopReason: 'Stop Reason FULL_LOAD_ONLY_FINISHED',
      startedAt: '2026-03-01T09:00:05.000Z',
      statistics,
    },
    start: { requestedAt: '2026-03-01T09:00:00.000Z' },
    tables,
    expected: [{ schema: 'sales', table: 'orders' }],
    allowTableErrors: false,
    ...over,
  };
}

function unsettled(what: Evidence, now = soon, since: string | undefined = finished): boolean {
  return hasUnsettledStatistics(what, judge(what), since, now);
}

test.each<[string, Evidence]>([
  ['a table that still loads', evidence([{ ...orders, state: 'Full load' }])],
  ['counts that trail', evidence([orders, { ...orders, table: 'items' }])],
  ['no table at all', evidence([])],
  ['no task', evidence([], { task: undefined })],
])('%s right after the end may be statistics of a moment before, for two minutes', (_name, what) => {
  expect(unsettled(what)).toBe(true);
  expect(unsettled(what, new Date('2026-03-01T10:02:00Z'))).toBe(false);
  expect(hasUnsettledStatistics(what, judge(what), undefined, soon)).toBe(false);
});

test.each<[string, Evidence]>([
  ['an empty table that came whole', evidence([orders])],
  ['a table that does not exist', evidence([{ ...orders, state: 'Table does not exist' }])],
  ['a table in error', evidence([{ ...orders, state: 'Table error' }])],
  [
    'a state that failed',
    evidence([], { failure: { state: 'StartTask', error: 'DmsRefused', cause: 'no' } }),
  ],
])('%s is judged at once', (_name, what) => {
  expect(unsettled(what)).toBe(false);
});

test('a list of fewer tables than the counts is read again, even if the source could not be checked', () => {
  const items = { schema: 'sales', table: 'items', targetSchema: 'sales', targetTable: 'items' };
  const what = evidence([orders], {});
  const counted = { percent: 100, tablesLoaded: 2, tablesLoading: 0, tablesQueued: 0, tablesErrored: 0 };
  const running = {
    ...what,
    expected: [...what.expected, items],
    task: { arn: 'arn', identifier: 'task', status: 'running', statistics: counted },
  };
  const notes = [{ code: 'source-not-checked' as const, detail: 'oracle: not checked' }];
  const verdict = judgeReplication({ ...running, mode: 'full-load-and-cdc', notes });
  expect(verdict.findings.map(({ code }) => code)).toContain('table-missing');
  expect(hasUnsettledStatistics(running, verdict, finished, soon)).toBe(true);
  const alike = { ...running, task: { ...running.task, statistics: { ...counted, tablesLoaded: 1 } } };
  const judged = judgeReplication({ ...alike, mode: 'full-load-and-cdc', notes });
  expect(hasUnsettledStatistics(alike, judged, finished, soon)).toBe(false);
});

test.each([
  'Pending records',
  'Pending validation',
  'Pending revalidation',
  'Preparing table',
  'pending records',
])('a validation in the state %s is waited for, and then a full load fails', (validation) => {
  const pending = evidence([{ ...orders, validation }]);
  expect(unsettled(pending)).toBe(true);
  expect(unsettled(pending, new Date('2026-03-01T10:02:00Z'))).toBe(false);
  expect(judge(pending)).toMatchObject({ outcome: 'failed', findings: [{ code: 'validation-pending' }] });
  const running = { ...pending, task: pending.task && { ...pending.task, status: 'running' } };
  const verdict = judgeReplication({ ...running, mode: 'full-load-and-cdc', notes: [] });
  expect(hasUnsettledStatistics(running, verdict, finished, soon)).toBe(true);
});

test('a task that stopped for another reason is judged at once', () => {
  const { task } = evidence([]);
  if (task === undefined) throw new Error('there is a task');
  expect(unsettled(evidence([], { task: { ...task, stopReason: 'Stop Reason NORMAL' } }))).toBe(false);
});

test('the statistics of a task that keeps running may lag as well', () => {
  const { task, ...rest } = evidence([{ ...orders, state: 'Full load' }]);
  const running = {
    ...rest,
    task: task === undefined ? undefined : { ...task, status: 'running', stopReason: undefined },
  };
  const verdict = judgeReplication({ ...running, mode: 'full-load-and-cdc', notes: [] });
  expect(verdict.outcome).toBe('failed');
  expect(hasUnsettledStatistics(running, verdict, finished, soon)).toBe(true);
  expect(hasUnsettledStatistics(running, verdict, finished, new Date('2026-03-01T10:02:00Z'))).toBe(false);
});
