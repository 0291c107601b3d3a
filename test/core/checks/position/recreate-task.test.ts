import { recreateTask } from '../../../../core/checks/position/recreate-task';
import { requestFor } from '../../../helpers/databases/query-source';

const request = requestFor('postgres', ['public.orders']);
const said = 'the checkpoint';

test('a task that stands is deleted and made anew; where none stands yet nothing is deleted', () => {
  expect(recreateTask({ ...request, neededLog: { begins: 'resume', said } }).text).toBe(
    '# lakeferry stop sales/orders --delete, then lakeferry start sales/orders: its tables are loaded anew',
  );
  const first = { ...request, mode: 'cdc', startFrom: { kind: 'checkpoint' } } as const;
  expect(recreateTask({ ...first, neededLog: { begins: 'start', said } }).text).toBe(
    'start-from: now   # the changes until then are lost',
  );
});

test('a task whose job says another start is told to start from now, too', () => {
  const startFrom = { kind: 'position', position: '1' } as const;
  expect(recreateTask({ ...request, startFrom, neededLog: { begins: 'resume', said } }).text).toBe(
    'start-from: now   # lakeferry stop sales/orders --delete, then lakeferry start sales/orders: its tables are loaded anew',
  );
});
