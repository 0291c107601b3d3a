import { type AttemptPlan, planAttempt } from '../../../../core/runs/attempts/plan-attempt';
import type { TableRecord } from '../../../../core/runs/record/table-record';
import type { Finding } from '../../../../core/runs/record/verdict-shape';
import { verdictOf } from '../../../../core/runs/verdict/verdict';
import { sampleJob } from '../../../helpers/runs/plan';

const [began, closed] = ['2026-03-01T10:00:00.500Z', '2026-03-01T11:00:00.000Z'];
const run = 'sales.daily.20260301T100000Z';
const job = sampleJob({ department: 'sales', job: 'daily', tables: ['orders', 'items', 'returns'] });

const table = (name: string, over: Partial<TableRecord> = {}): TableRecord => ({
  schema: 'sales',
  table: name,
  state: 'Table completed',
  rows: 5,
  errorRows: 0,
  ...over,
});
const staged = (name: string, at = '2026-03-01T10:05:00Z', size = 10) => ({
  key: `sales/daily/sales/${name}/LOAD00000001.parquet`,
  size,
  eTag: 'e',
  lastModified: new Date(at),
});

function plan(
  tables: readonly TableRecord[],
  objects: Parameters<typeof planAttempt>[0]['objects'],
  findings: readonly Finding[] = [{ code: 'table-error', detail: '' }],
  over: Partial<typeof job> = {},
): AttemptPlan {
  const earlier = {
    run,
    start: { requestedAt: began },
    phases: { opened: began, closed },
    verdict: verdictOf('failed', findings, { tables }),
  };
  return planAttempt({ job: { ...job, ...over }, earlier, tables, objects });
}

const oneFailed = [table('orders'), table('items', { rows: 0 }), table('returns', { state: 'Table error' })];

test('tables that failed are loaded, complete ones are taken over with the time of their load', () => {
  const found = plan(oneFailed, [staged('orders')]);
  expect(found).toMatchObject({ loads: 'some', tables: [{ schema: 'sales', table: 'returns' }] });
  expect(found.loads === 'some' ? found.carried.map(({ carried }) => carried) : []).toEqual([
    { from: run, since: began, until: closed },
    { from: run, since: began, until: closed },
  ]);
});

test.each<[string, TableRecord[], string[]]>([
  ['a table that DMS never listed', [table('orders'), table('items')], ['returns']],
  ['rejected rows', [table('orders'), table('items'), table('returns', { errorRows: 1 })], ['returns']],
  [
    'a failed validation',
    [table('orders'), table('items'), table('returns', { validation: 'Mismatched records' })],
    ['returns'],
  ],
  [
    'an interrupted load',
    [table('orders'), table('items', { state: 'Full load' }), table('returns', { state: 'Before load' })],
    ['items', 'returns'],
  ],
  ['nothing, when only the publish failed', [table('orders'), table('items'), table('returns')], []],
])('%s', (_, tables, loads) => {
  const found = plan(
    tables,
    ['orders', 'items', 'returns'].map((name) => staged(name)),
  );
  expect(found.loads === 'some' ? found.tables.map((one) => one.table) : found).toEqual(loads);
});

test('a table that an attempt before the earlier one loaded keeps its time', () => {
  const carried = { from: 'sales.daily.x', since: '2026-02-01T10:00:00Z', until: '2026-02-01T11:00:00Z' };
  const found = plan(
    [table('orders', { carried }), table('items'), table('returns', { state: 'Table error' })],
    [staged('orders', '2026-02-01T10:01:00Z'), staged('items')],
  );
  expect(found.loads === 'some' ? found.carried.map((one) => one.carried?.from) : found).toEqual([
    'sales.daily.x',
    run,
  ]);
});

test.each<[string, () => AttemptPlan, RegExp]>([
  ['files have expired', () => plan(oneFailed, []), /files of sales.orders of .* are no longer in staging/],
  [
    'a later load has written into the folder',
    () => plan(oneFailed, [staged('orders'), staged('orders', '2026-03-02T10:00:00Z')]),
    /a later load has replaced the files of sales.orders/,
  ],
  [
    'a later load has written an empty table again',
    () => plan(oneFailed, [staged('orders'), staged('items', '2026-03-02T10:00:00Z')]),
    /replaced the files of sales.items/,
  ],
  [
    'nothing was loaded',
    () => plan([table('orders', { state: 'Table error' })], []),
    /loaded no table completely/,
  ],
  [
    'the counts disagree',
    () => plan(oneFailed, [staged('orders')], [{ code: 'counts-disagree', detail: '' }]),
    /cannot be trusted \(counts-disagree\)/,
  ],
  [
    'the files contradict the statistics',
    () => plan(oneFailed, [staged('orders')], [{ code: 'not-published', detail: 'x: SnapshotUnsound: y' }]),
    /cannot be trusted \(not-published\)/,
  ],
  [
    'the job does not select the table any more',
    () => plan(oneFailed, [staged('orders')], undefined, { tableMappings: { rules: [] } }),
    /no selection of the job includes sales.returns/,
  ],
  [
    'very many tables failed',
    () =>
      plan(
        [
          table('orders'),
          ...Array.from({ length: 1001 }, (_, at) => table(`t${at}`, { state: 'Table error' })),
        ],
        [staged('orders')],
      ),
    /1003 of its tables/,
  ],
])('all tables are loaded, and it says why, when %s', (_, found, because) => {
  expect(found()).toEqual({ loads: 'all', because: expect.stringMatching(because) });
});

test('a publish that failed for another reason than its files is repeated without a load', () => {
  const tables = [table('orders'), table('items'), table('returns')];
  const objects = ['orders', 'items', 'returns'].map((name) => staged(name));
  const found = plan(tables, objects, [{ code: 'not-published', detail: 'x: AccessDenied: y' }]);
  expect(found).toMatchObject({ loads: 'some', tables: [] });
});

test('a job without snapshots has nothing in staging to be checked', () => {
  expect(plan(oneFailed, undefined)).toMatchObject({ loads: 'some', tables: [{ table: 'returns' }] });
});
