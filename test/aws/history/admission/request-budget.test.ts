import { type History, historyOf } from '../../../../aws/history/history';
import { startTestHistory, type TestHistory } from '../../../helpers/runs/history-table';
import { memoryTable } from '../../../helpers/runs/memory-history';

let started: TestHistory;
let history: History;
beforeEach(async () => {
  started = await startTestHistory();
  history = started.history;
});
afterEach(() => started.stop());

const now = new Date('2026-03-01T10:00:00.000Z');
const budget = { perSecond: 3, burst: 30 };

test('a payment is remembered, and a debt delays the next', async () => {
  expect(await history.payRequests(budget, 20, now, 0)).toMatchObject({ paid: true, at: now.getTime() });
  expect(await history.payRequests(budget, 20, now, 0)).toMatchObject({ paid: false });
  await history.settleRequests(budget, 19, now);
  const next = await history.payRequests(budget, 6, now, 60_000);
  expect(next).toMatchObject({ paid: true });
  expect(next.paid && Math.round(next.at - now.getTime())).toBe(5000);
});

test('of payments at once, no request is paid twice', async () => {
  const pay = () => history.payRequests(budget, 10, now, 0);
  const paid = await Promise.all([pay(), pay(), pay(), pay(), pay(), pay()]);
  const done = paid.filter((payment) => payment.paid).length;
  expect(done).toBeGreaterThanOrEqual(1);
  expect(done).toBeLessThanOrEqual(3);
  while ((await pay()).paid);
  expect(await history.payRequests(budget, 1, now, 0)).toMatchObject({ paid: false });
});

test('settlements at once are all counted', async () => {
  await Promise.all([1, 2, 3, 4, 5].map(() => history.settleRequests(budget, 6, now)));
  const next = await history.payRequests(budget, 3, now, 60_000);
  expect(next.paid && Math.round(next.at - now.getTime())).toBe(1000);
});

test('payments of one process at once are one write, each with its own answer', async () => {
  const updates: unknown[] = [];
  const table = memoryTable();
  const counting = historyOf({
    ...table,
    async update(key, change) {
      updates.push(change.set);
      return await table.update(key, change);
    },
  });
  const pay = (requests: number) => counting.payRequests(budget, requests, now, 0);
  const paid = await Promise.all([pay(10), pay(40), pay(15), pay(10), pay(5)]);
  expect(paid.map((payment) => payment.paid)).toEqual([true, false, true, false, true]);
  expect(updates).toHaveLength(1);
  await expect(pay(1)).resolves.toMatchObject({ paid: false });
});
