import { recreateTask } from '../../../../core/checks/position/recreate-task';
import { requestFor } from '../../../helpers/databases/check-database';

const request = requestFor('postgres', ['public.orders']);
const origin = 'the checkpoint';

test('an existing task is deleted and created again; without a task nothing is deleted', () => {
  expect(recreateTask({ ...request, neededLog: { action: 'resume', origin } }).text).toBe(
    '# lakeferry stop sales/orders --delete, then lakeferry start sales/orders: its tables are loaded again',
  );
  const first = { ...request, mode: 'cdc', startFrom: { kind: 'checkpoint' } } as const;
  expect(recreateTask({ ...first, neededLog: { action: 'start', origin } }).text).toBe(
    'start-from: now   # the changes until then are lost',
  );
});

test('a job with another start must also start from now', () => {
  const startFrom = { kind: 'position', position: '1' } as const;
  expect(recreateTask({ ...request, startFrom, neededLog: { action: 'resume', origin } }).text).toBe(
    'start-from: now   # lakeferry stop sales/orders --delete, deploy, then lakeferry start sales/orders: its tables are loaded again',
  );
});
