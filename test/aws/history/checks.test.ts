import { randomBytes } from 'node:crypto';
import type { CheckReport } from '../../../core/checks/report/check-report';
import { startTestHistory, type TestHistory } from '../../helpers/runs/history-table';

let store: TestHistory;
beforeEach(async () => {
  store = await startTestHistory();
});
afterEach(() => store.stop());

const run = { run: 'sales.a.1', expiresAt: 2_000_000_000 };
const why = 'because';

/** `found` that compression does not shrink. */
function report(checkedAt: string, findings: number, bytesEach: number): CheckReport {
  return {
    connection: 'sales-db',
    engine: 'postgres',
    checkedAt,
    milliseconds: 1,
    queries: 1,
    findings: Array.from({ length: findings }, (_, place) => ({
      check: 'table-key',
      severity: 'warning',
      table: `t${place}`,
      found: randomBytes(bytesEach).toString('hex'),
      why,
      source: 'x',
    })),
    passed: [],
    skipped: [],
    tables: [],
  };
}

test('a report of several pieces of almost the size of an item is read completely', async () => {
  const long = report('2026-03-01T10:00:00.000Z', 2000, 1000);
  await store.history.keepCheckReport(run, long);
  expect(await store.history.checkReport(run.run)).toEqual(long);
});

test('a later, shorter report replaces the first, without pieces of it', async () => {
  await store.history.keepCheckReport(run, report('2026-03-01T10:00:00.000Z', 1000, 1000));
  const short = report('2026-03-01T10:01:00.000Z', 1, 10);
  await store.history.keepCheckReport(run, short);
  expect(await store.history.checkReport(run.run)).toEqual(short);
});

test('a report that is stored twice exists once', async () => {
  const long = report('2026-03-01T10:00:00.000Z', 1000, 1000);
  await store.history.keepCheckReport(run, long);
  await store.history.keepCheckReport(run, long);
  expect(await store.history.checkReport(run.run)).toEqual(long);
});

test('a report of an earlier version is converted to the names of this one', async () => {
  const finding = { check: 'table-key', table: 't', found: 'no key', why, source: 'x' };
  const mend = { kind: 'sql', text: 'ALTER TABLE t ADD PRIMARY KEY (id);' };
  const earlier: CheckReport = JSON.parse(
    JSON.stringify({
      ...report('2026-03-01T10:00:00.000Z', 0, 0),
      findings: [
        { ...finding, severity: 'blocks', mend },
        { ...finding, severity: 'warns' },
        { ...finding, severity: 'informs' },
      ],
    }),
  );
  await store.history.keepCheckReport(run, earlier);
  expect((await store.history.checkReport(run.run))?.findings).toEqual([
    { ...finding, severity: 'error', fix: mend },
    { ...finding, severity: 'warning' },
    { ...finding, severity: 'note' },
  ]);
});
