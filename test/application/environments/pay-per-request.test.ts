import { payPerRequest } from '../../../application/environments/pay-per-request';
import { requestBudgetOf } from '../../../core/runs/admission/request-budget';
import { RunError } from '../../../core/runs/record/run-error';
import { memoryHistory } from '../../../simulation/memory-history';

const start = Date.parse('2026-03-01T10:00:00Z');

function clock() {
  const waits: number[] = [];
  let at = start;
  const payer = {
    now: () => new Date(at),
    sleep: async (milliseconds: number) => {
      at += milliseconds;
    },
    onWait: (seconds: number) => void waits.push(seconds),
  };
  return { waits, payer, elapsed: () => at - start };
}

test('a command pays for each request with the share of the environment, and waits when it is used up', async () => {
  const history = memoryHistory();
  const budget = requestBudgetOf(0.5);
  await history.settleRequests(budget, 10, new Date(start));
  expect(await history.lastBudget()).toEqual(budget);
  const { payer, waits, elapsed } = clock();
  const pay = payPerRequest(history, payer);
  await pay();
  expect([waits, elapsed()]).toEqual([[2], 2000]);
  await history.settleRequests(budget, 60, new Date(start + 2000));
  await pay();
  expect(waits).toHaveLength(3);
  // 71 requests at 0.5 per second, less the burst of 10.
  expect(elapsed()).toBeGreaterThanOrEqual(122_000);
});

test('a user who may not write the history is not stopped, and is not refused twice', async () => {
  const { payer } = clock();
  const payRequests = jest.fn(async () => {
    throw new RunError('AccessDenied', 'writing the history: AccessDeniedException: not authorized');
  });
  const pay = payPerRequest({ lastBudget: memoryHistory().lastBudget, payRequests }, payer);
  await pay();
  await pay();
  expect(payRequests).toHaveBeenCalledTimes(1);
});

test('a payment that fails otherwise leaves one request unpaid, and the next one pays again', async () => {
  const history = memoryHistory();
  const { payer } = clock();
  const payRequests = jest
    .fn(history.payRequests)
    .mockRejectedValueOnce(new RunError('Throttled', 'others paid at each attempt'));
  const pay = payPerRequest({ lastBudget: history.lastBudget, payRequests }, payer);
  await pay();
  expect(await history.paidUntil()).toBe(0);
  await pay();
  expect(await history.paidUntil()).toBeGreaterThan(0);
});
