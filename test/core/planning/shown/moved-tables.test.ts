import { movedTables } from '../../../../core/planning/shown/moved-tables';
import { planOfSample, sampleConfig } from '../../../helpers/changes/sample-config';

function tablesOf(tables: NonNullable<ReturnType<typeof sampleConfig>['jobs'][string]>['tables']) {
  const config = sampleConfig();
  config.jobs['live'] = { ...config.jobs['live'], ...(tables === undefined ? {} : { tables }) };
  const jobs = planOfSample(config).departments.flatMap((department) => department.jobs);
  const live = jobs.find(({ identity }) => identity.job === 'live');
  if (live === undefined) throw new Error('the sample has the job');
  return movedTables(live);
}

test('a table has its rows, columns, name and order in the words of the file', () => {
  const [orders] = tablesOf([
    {
      table: 'sales.order_items',
      'exclude-columns': ['note', 'web_%'],
      where: [{ column: 'status', operator: 'eq', values: ['open', 'paid'] }],
      rename: 'items',
      'load-order': 7,
    },
  ]);
  expect(orders).toEqual({
    kind: 'table',
    schema: 'sales',
    table: 'order_items',
    target: { schema: 'sales', table: 'items' },
    where: ['(status eq "open" or eq "paid")'],
    without: ['note', 'web_%'],
    loadOrders: [7],
  });
});

test('tables come first, then patterns, then what is not moved', () => {
  const tables = tablesOf([
    { table: 'sales.tmp%', exclude: true },
    { table: 'sales.log%', 'exclude-columns': ['ip'] },
    'sales.orders',
  ]);
  expect(tables).toEqual([
    { kind: 'table', schema: 'sales', table: 'orders', where: [], without: [], loadOrders: [] },
    { kind: 'pattern', schema: 'sales', table: 'log%', where: [], without: ['ip'], loadOrders: [] },
    { kind: 'excluded', schema: 'sales', table: 'tmp%', where: [], without: [], loadOrders: [] },
  ]);
});

test('a pattern is also about the tables that are named', () => {
  const tables = tablesOf([{ table: 'sales.%', 'exclude-columns': ['ip'] }, 'sales.orders']);
  expect(tables.map(({ table, without }) => [table, without])).toEqual([
    ['orders', ['ip']],
    ['%', ['ip']],
  ]);
});

test('a table of several entries has all their load orders', () => {
  const [orders] = tablesOf([
    { table: 'sales.%', 'load-order': 3 },
    { table: 'sales.orders', 'load-order': 9 },
  ]);
  expect(orders?.loadOrders).toEqual([9, 3]);
});
