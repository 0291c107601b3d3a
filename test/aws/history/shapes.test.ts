import type { TableShape } from '../../../core/tables/table-shape';
import { startTestHistory, type TestHistory } from '../../helpers/runs/history-table';
import { keepShapes } from '../../helpers/runs/keep-shapes';

const orders: TableShape = {
  schema: 'SALES',
  table: 'ORDERS',
  engine: 'oracle',
  columns: [
    { name: 'ID', type: 'number', precision: 12, scale: 0, nullable: false },
    { name: 'NOTE', type: 'varchar2', length: 200, nullable: true },
  ],
  primaryKey: ['ID'],
};
const at = new Date('2026-03-01T10:00:00Z');

let store: TestHistory;
beforeEach(async () => {
  store = await startTestHistory();
});
afterEach(() => store.stop());

test('shapes are stored per job, replaced by later ones, and read by name', async () => {
  const { history } = store;
  const customers = { ...orders, table: 'CUSTOMERS', primaryKey: [] };
  await keepShapes(history, 'sales/a', at, 'run-1', [orders, customers]);
  await keepShapes(history, 'sales/b', at, 'run-1', [{ ...orders, columns: [] }]);
  const later = new Date('2026-03-02T10:00:00Z');
  await keepShapes(history, 'sales/a', later, 'run-2', [orders]);
  expect(await history.shapes('sales/a')).toEqual([
    { ...customers, seenAt: '2026-03-01T10:00:00.000Z', run: 'run-1' },
    { ...orders, seenAt: '2026-03-02T10:00:00.000Z', run: 'run-2' },
  ]);
  expect(await history.shapes('sales/none')).toEqual([]);
});

test('a table of 4,000 columns with long names is stored, although an item holds at most 400 KB', async () => {
  const { history } = store;
  const wide = {
    ...orders,
    columns: Array.from({ length: 4000 }, (_, place) => ({
      name: `${'COLUMN_WITH_A_LONG_NAME_'.repeat(4)}${place}`,
      type: 'timestamp with local time zone',
      scale: 6,
      nullable: true,
    })),
  };
  await keepShapes(history, 'sales/a', at, 'run-1', [wide, { ...orders, table: 'CUSTOMERS' }]);
  const seen = await history.shapes('sales/a');
  expect(seen.map(({ table, columns }) => [table, columns.length])).toEqual([
    ['CUSTOMERS', 2],
    ['ORDERS', 4000],
  ]);
  await history.keepGoodShapes('sales/a', seen);
  expect(await history.goodShapes('sales/a')).toEqual(seen);
});
