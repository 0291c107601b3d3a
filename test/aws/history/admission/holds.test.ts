import type { History } from '../../../../aws/history/history';
import { startTestHistory, type TestHistory } from '../../../helpers/runs/history-table';

let started: TestHistory;
let history: History;
beforeAll(async () => {
  started = await startTestHistory();
  history = started.history;
});
afterAll(() => started.stop());

test('a hold is set, replaced and ended, and ending it twice does nothing', async () => {
  const hold = { name: 'platform', until: '2026-03-01T10:15:00.000Z', reason: 'deployment of the platform' };
  expect(await history.holds()).toEqual([]);
  await history.hold(hold);
  await history.hold({ ...hold, name: 'sales', reason: 'deployment of sales' });
  await history.hold({ ...hold, until: '2026-03-01T10:30:00.000Z' });
  expect(await history.holds()).toEqual([
    { ...hold, until: '2026-03-01T10:30:00.000Z' },
    { ...hold, name: 'sales', reason: 'deployment of sales' },
  ]);
  await history.endHold('platform');
  await history.endHold('platform');
  expect(await history.holds()).toEqual([{ ...hold, name: 'sales', reason: 'deployment of sales' }]);
});
