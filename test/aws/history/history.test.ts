import { type History, historyOf } from '../../../aws/history/history';
import { newInFlightRun, newRun } from '../../../core/runs/record/new-run';
import type { RunRecord } from '../../../core/runs/record/run-record';
import type { TableRecord } from '../../../core/runs/record/table-record';
import { verdictWithout } from '../../../core/runs/verdict/verdict';
import { startTestHistory, type TestHistory } from '../../helpers/runs/history-table';
import { memoryTable } from '../../helpers/runs/memory-history';
import { scheduledInput } from '../../helpers/runs/run-input';

let store: TestHistory;
let history: History;
beforeEach(async () => {
  store = await startTestHistory();
  history = store.history;
});
afterEach(() => store.stop());

const now = new Date('2026-03-10T12:00:00Z');

function record(openedAt: string, job = 'sales/orders-daily', retentionDays = 400): RunRecord {
  const time = openedAt.replace('.000', '');
  return newRun(
    scheduledInput({ job }, time),
    `arn:execution:${job}:${time}`,
    retentionDays,
    new Date(openedAt),
  );
}

describe('runs', () => {
  test('are opened once: the first record is kept', async () => {
    const first = record('2026-03-10T10:00:00.000Z');
    await history.openRun(first);
    const existing = await history.openRun({ ...first, execution: 'another' });
    expect(existing).toEqual(first);
  });

  test('are listed newest first, by job, department and day, over pages and within limits', async () => {
    for (let hour = 0; hour < 24; hour += 1)
      await history.openRun(record(`2026-03-09T${String(hour).padStart(2, '0')}:00:00.000Z`));
    await history.openRun(record('2026-03-10T01:00:00.000Z', 'sales/reviews'));
    await history.openRun(record('2026-03-10T02:00:00.000Z', 'hr/people'));
    const hours = (runs: readonly RunRecord[]) => runs.map(({ openedAt }) => openedAt.slice(8, 13));
    expect(hours(await history.runsOfJob('sales/orders-daily', { limit: 2, now }))).toEqual([
      '09T23',
      '09T22',
    ]);
    expect(hours(await history.runsOfDepartment('sales', { limit: 2, now }))).toEqual(['10T01', '09T23']);
    expect(await history.runsOfDay('2026-03-09', { limit: 500, now })).toHaveLength(24);
    expect(hours(await history.recentRuns({ limit: 3, now }))).toEqual(['10T02', '10T01', '09T23']);
    const allDays = await history.recentRuns({ limit: 500, now });
    expect(allDays.map(({ openedAt }) => openedAt)).toEqual(
      allDays.map(({ openedAt }) => openedAt).sort((a, b) => (a < b ? 1 : -1)),
    );
    for (const limit of [1, 2, 26]) {
      const shortened = await history.recentRuns({ limit, now });
      expect(shortened).toEqual(allDays.slice(0, limit));
    }
    const since = new Date('2026-03-09T22:30:00Z');
    expect(await history.runsOfJob('sales/orders-daily', { limit: 500, since, now })).toHaveLength(1);
  });

  test('that have expired are left out, even if DynamoDB still has them', async () => {
    await history.openRun(record('2026-03-01T10:00:00.000Z', 'sales/orders-daily', 5));
    expect(await history.runsOfDepartment('sales', { limit: 9, now })).toEqual([]);
  });

  test('keep the first time of a milestone and the first verdict', async () => {
    const { run } = await history.openRun(record('2026-03-10T10:00:00.000Z'));
    await history.recordPhase(run, 'taskReady', '2026-03-10T10:01:00.000Z');
    await history.recordPhase(run, 'taskReady', '2026-03-10T10:02:00.000Z');
    const first = verdictWithout('failed', 'task-missing', 'first');
    await history.recordVerdict(run, first, '2026-03-10T10:03:00.000Z');
    const second = verdictWithout('succeeded', 'task-missing', 'second');
    expect(await history.recordVerdict(run, second, '2026-03-10T10:04:00.000Z')).toMatchObject({
      outcome: 'failed',
    });
    const kept = await history.run(run);
    expect(kept?.phases).toMatchObject({
      taskReady: '2026-03-10T10:01:00.000Z',
      judged: '2026-03-10T10:03:00.000Z',
    });
  });

  test('are never created by an update', async () => {
    await expect(history.recordPhase('nobody', 'taskReady', now.toISOString())).rejects.toMatchObject({
      name: 'RunNotFound',
    });
    expect(await history.run('nobody')).toBeUndefined();
  });
});

describe('tables', () => {
  const tables = Array.from({ length: 130 }, (_, index) => ({
    schema: 'sales',
    table: `t${String(index).padStart(3, '0')}`,
    state: 'Table completed',
    rows: index,
    errorRows: 0,
  }));

  test('more than one batch are all stored, and read with their run', async () => {
    const run = await history.openRun(record('2026-03-10T10:00:00.000Z'));
    await history.recordTables(run, tables);
    await history.recordTables(run, tables);
    expect((await history.runWithTables(run.run))?.tables).toEqual(tables);
  });

  test('of the tables of a later poll, only those that changed are written', async () => {
    const written: unknown[] = [];
    const table = memoryTable();
    const counting = historyOf({
      ...table,
      async putAll(items) {
        written.push(...items.map(({ table: name }) => name));
        await table.putAll(items);
      },
    });
    const run = await counting.openRun(record('2026-03-10T10:00:00.000Z'));
    const withUnset = tables.map((one) => ({ ...one, validation: undefined }));
    await counting.recordTableProgress(run, withUnset);
    expect(written.splice(0)).toHaveLength(130);
    await counting.recordTableProgress(run, withUnset);
    expect(written).toEqual([]);
    const changed = tables.map((one) => (one.table === 't007' ? { ...one, validation: 'Validated' } : one));
    await counting.recordTableProgress(run, changed);
    expect(written.splice(0)).toEqual(['t007']);
    await counting.recordTableProgress(run, tables);
    expect(written).toEqual(['t007']);
    expect((await counting.runWithTables(run.run))?.tables).toEqual(tables);
  });
});

/** Seed 23 of a day: a poll read the tables, and wrote them 20 seconds later, after JudgeRun. */
test('a poll that writes late replaces no evidence, and shows what the evidence does not have', async () => {
  const run = await history.openRun(record('2026-03-10T10:00:00.000Z'));
  const table = { schema: 'sales', table: 'orders', state: 'Full load', rows: 3, errorRows: 0 };
  const lost = { ...table, table: 'items' };
  const awaited = (of: TableRecord): TableRecord => ({ ...of, state: 'Before load', rows: 0, awaited: true });
  const shown = async () => (await history.runWithTables(run.run))?.tables;
  await history.recordLoadedTables(run.run, { onlyTables: ['sales.items', 'sales.orders'] });
  await history.recordTables(run, [awaited(table), awaited(lost)]);
  await history.recordTableProgress(run, [table, lost]);
  expect(await shown()).toEqual([lost, table]);

  const loaded = { ...table, state: 'Table completed', rows: 5 };
  await history.recordTables(run, [loaded]);
  await history.recordVerdict(
    run.run,
    verdictWithout('failed', 'state-failed', 'no'),
    '2026-03-10T10:03:00.000Z',
  );
  await history.recordTableProgress(run, [table, lost]);
  expect(await shown()).toEqual([lost, loaded]);
});

describe('leases', () => {
  const lease = (run: string) => ({ run, execution: `execution of ${run}`, takenAt: now.toISOString() });

  test('a job has one lease, which only its holder releases', async () => {
    expect(await history.takeLease('sales/orders', lease('a'))).toMatchObject({ run: 'a' });
    expect(await history.takeLease('sales/orders', lease('b'))).toMatchObject({ run: 'a' });
    await history.releaseLease('sales/orders', 'b');
    expect(await history.lease('sales/orders')).toMatchObject({ run: 'a' });
    await history.releaseLease('sales/orders', 'a');
    expect(await history.lease('sales/orders')).toBeUndefined();
  });

  test('is taken over from the named holder only: of two attempts, one succeeds', async () => {
    await history.takeLease('sales/orders', lease('dead'));
    const [first, second] = await Promise.all([
      history.takeLease('sales/orders', lease('b'), 'dead'),
      history.takeLease('sales/orders', lease('c'), 'dead'),
    ]);
    expect(first?.run).toBe(second?.run);
  });
});

describe('in-flight runs', () => {
  test('have one token at a time; the answer of a token does not drop its successor', async () => {
    const run = record('2026-03-10T10:00:00.000Z');
    await history.openInFlightRun(newInFlightRun(run));
    await history.awaitGoal(run.run, { goal: 'ready', token: 'one', at: now.toISOString() });
    await history.awaitGoal(run.run, { goal: 'ready', token: 'two', at: now.toISOString() });
    await history.dropToken(run.run, 'one', now.toISOString());
    expect(await history.inFlightRun(run.run)).toMatchObject({ token: 'two', goal: 'ready' });
    await history.dropToken(run.run, 'two', now.toISOString());
    expect(await history.inFlightRun(run.run)).toMatchObject({ goal: 'none' });
  });

  test('keep the first start and its deadline, when StartTask is repeated', async () => {
    const run = record('2026-03-10T10:00:00.000Z');
    await history.openInFlightRun(newInFlightRun(run));
    const starts = async (at: string, deadline: string) =>
      history.inFlightRunStarts(run.run, { requestedAt: at }, deadline, 2);
    await starts('2026-03-10T10:00:00.000Z', '2026-03-10T14:00:00.000Z');
    await starts('2026-03-10T11:00:00.000Z', '2026-03-10T15:00:00.000Z');
    expect(await history.inFlightRun(run.run)).toMatchObject({
      start: { requestedAt: '2026-03-10T10:00:00.000Z' },
      deadline: '2026-03-10T14:00:00.000Z',
    });
  });

  test('an orphan accepts no token and no task, and keeps its first reason', async () => {
    const run = record('2026-03-10T10:00:00.000Z');
    await history.openInFlightRun(newInFlightRun(run));
    const reason = { state: 'Execution', error: 'ExecutionEnded', cause: 'first' };
    await history.orphanInFlightRun(run.run, reason, '2026-03-10T10:00:00.000Z');
    await history.orphanInFlightRun(run.run, { ...reason, cause: 'second' }, '2026-03-10T10:00:00.000Z');
    expect(await history.awaitGoal(run.run, { goal: 'ready', token: 't', at: '' })).toBeUndefined();
    expect(await history.inFlightRunHasTask(run.run, { identifier: 'i', arn: 'a' })).toBe(false);
    expect(await history.inFlightRun(run.run)).toMatchObject({
      goal: 'deleted',
      orphanedBy: { cause: 'first' },
    });
  });

  test('a closed in-flight run stays closed', async () => {
    expect(
      await history.orphanInFlightRun(
        'gone',
        { state: '', error: '', cause: '' },
        '2026-03-10T10:00:00.000Z',
      ),
    ).toBeUndefined();
    await history.touchInFlightRun('gone', now.toISOString());
    expect(await history.inFlightRuns()).toEqual([]);
  });
});
