import { missingTables, writtenTables } from '../../../../application/lake/query/missing-tables';
import { sampleDepartment, sampleJob } from '../../../helpers/runs/plan';

const written = [
  { database: 'lakeferry_dev_sales', table: 'Orders', job: 'sales/orders-daily' },
  { database: 'lakeferry_dev_sales', table: 'orders', job: 'sales/orders-live' },
];
const missing = (sql: string, present: readonly string[] = ['customers']) =>
  missingTables(sql, 'lakeferry_dev_sales', present, written);

test.each([
  [
    'SELECT * FROM lakeferry_dev_sales.orders_current',
    'lakeferry_dev_sales.orders_current is not in the catalogue, because no run has published it yet: lakeferry run sales/orders-daily, or lakeferry run sales/orders-live',
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

test('a plan writes the tables of the jobs that have a catalogue', () => {
  const names = { department: 'sales', job: 'orders-daily', tables: ['orders', 'order_items'] };
  const publishing = { kind: 'snapshot', prefix: 'p', lowerCase: false, keep: 1 } as const;
  const tablesOf = (over: Parameters<typeof sampleJob>[1]) =>
    writtenTables({ departments: [sampleDepartment({ jobs: [sampleJob(names, over)] })] });
  const catalogue = { database: 'lakeferry_dev_sales' };
  expect(tablesOf({ publishing: { ...publishing, catalogue } })).toEqual([
    { ...catalogue, database: 'lakeferry_dev_sales', table: 'orders', job: 'sales/orders-daily' },
    { ...catalogue, database: 'lakeferry_dev_sales', table: 'order_items', job: 'sales/orders-daily' },
  ]);
  expect(tablesOf({ publishing: { kind: 'none' } })).toEqual([]);
});
