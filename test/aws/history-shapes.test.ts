import type { TableShape } from '../../core/runs/table-shape';
import { startTestHistory, type TestHistory } from '../helpers/history-table';

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

test('shapes are kept by job, replaced by what is seen later, and read by name', async () => {
  const { history } = store;
  const customers = { ...orders, table: 'CUSTOMERS', primaryKey: [] };
  await history.keepShapes('sales/a', at, 'run-1', [orders, customers]);
  await history.keepShapes('sales/b', at, 'run-1', [{ ...orders, columns: [] }]);
  const later = new Date('2026-03-02T10:00:00Z');
  await history.keepShapes('sales/a', later, 'run-2', [orders]);
  expect(await history.shapes('sales/a')).toEqual([
    { ...customers, seenAt: '2026-03-01T10:00:00.000Z', run: 'run-1' },
    { ...orders, seenAt: '2026-03-02T10:00:00.000Z', run: 'run-2' },
  ]);
  expect(await history.shapes('sales/none')).toEqual([]);
});
