import { missingTables, writtenTables } from '../../../../application/lake/query/missing-tables';
import type { JobPlan } from '../../../../core/planning/job-plan';
import { sampleDepartment, sampleJob } from '../../../helpers/runs/plan';

const written = [
  { database: 'lakeferry_dev_sales', table: 'orders', job: 'sales/orders-daily' },
  { database: 'lakeferry_dev_sales', table: 'orders_current', job: 'sales/orders-live' },
  { database: 'lakeferry_dev_sales', table: 'orders_current', job: 'sales/orders-again' },
];
const missing = (sql: string, present: readonly string[] = ['customers']) =>
  missingTables(sql, 'lakeferry_dev_sales', present, written);

test.each([
  [
    'SELECT * FROM lakeferry_dev_sales.orders_current',
    'lakeferry_dev_sales.orders_current is not in the catalogue, because no run has published it yet: lakeferry run sales/orders-live, or lakeferry run sales/orders-again',
  ],
  [
    'SELECT * FROM "LAKEFERRY_DEV_SALES" . "prices"',
    'lakeferry_dev_sales has no table prices; "SHOW ALL TABLES" lists what it has',
  ],
])('%s: %s', (sql, expected) => {
  expect(missing(sql)).toEqual([expected]);
});

test('a database without tables says so, and tables that are there or of other databases are not missing', () => {
  expect(missing('SELECT * FROM lakeferry_dev_sales.prices', [])).toEqual([
    'lakeferry_dev_sales has no tables yet, because no run has published any',
  ]);
  expect(missing('SELECT c.id FROM lakeferry_dev_sales.customers c, lakeferry_dev_hr.people')).toEqual([]);
});

const plan = (publishing: JobPlan['publishing'], target = 'orders') => {
  const job = sampleJob({ department: 'sales', job: 'orders-daily', tables: ['orders'] }, { publishing });
  const expectedTables = job.expectedTables.map((table) => ({ ...table, targetTable: target }));
  return { departments: [sampleDepartment({ jobs: [{ ...job, expectedTables }] })] };
};
const catalogue = { database: 'lakeferry_dev_sales' };
const unlisted = { kind: 'snapshot', prefix: 'p', lowerCase: false, keep: 1 } as const;
const snapshot = { ...unlisted, catalogue };
const arrival: JobPlan['publishing'] = {
  kind: 'arrival',
  prefix: 'p',
  lowerCase: false,
  layout: '{table}',
  timeZone: 'UTC',
  partitionBy: 'arrival',
  catalogue,
};

test('partitions are in the table of their parent', () => {
  const [department] = plan(snapshot).departments;
  const parent = { schema: 'sales', table: 'events' };
  const partitions = ['events2025', 'events2026'].map((table) => ({ schema: 'sales', table, parent }));
  const expectedTables = partitions.map(({ schema, table }) => ({
    schema,
    table,
    targetSchema: schema,
    targetTable: table,
  }));
  const jobs = (department?.jobs ?? []).map((job) => ({ ...job, expectedTables, partitions }));
  const found = writtenTables({ departments: [sampleDepartment({ jobs })] });
  expect(found.map(({ table }) => table)).toEqual(['events', 'events_typed']);
});

test.each<[string, JobPlan['publishing'], string, readonly string[]]>([
  ['of a snapshot', snapshot, 'orders', ['orders', 'orders_typed']],
  ['of changes', arrival, 'orders', ['orders_changes', 'orders_current']],
  ['that a job renames', snapshot, 'Sales Orders', ['sales_orders', 'sales_orders_typed']],
  ['without a catalogue', unlisted, 'orders', []],
  ['of a job that publishes nothing', { kind: 'none' }, 'orders', []],
])('tables %s have their names of the catalogue', (_name, publishing, target, expected) => {
  const found = writtenTables(plan(publishing, target));
  expect(found).toEqual(expected.map((table) => ({ ...catalogue, table, job: 'sales/orders-daily' })));
});
