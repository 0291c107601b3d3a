import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import { type Payment, pay, type RequestBudget, settle } from '../../../core/runs/admission/request-budget';
import { requestsKey } from '../../../core/runs/record/history-keys';
import { RunError } from '../../../core/runs/record/run-error';
import type { HistoryTable } from '../table';
import type { Condition } from '../update-expression';

/** Payments for DMS requests. The number is written only if it is as it was read, so nobody spends the same request twice. */
export interface RequestPayments {
  /** See `pay`. Refused also when others paid at each attempt. */
  payRequests(budget: RequestBudget, requests: number, now: Date, horizonMs: number): Promise<Payment>;
  /** See `settle`. Throws `Throttled` when others paid at each attempt. */
  settleRequests(budget: RequestBudget, requests: number, now: Date): Promise<void>;
  /** Time until which the budget is used up, in milliseconds since 1970. 0 when nobody has paid yet. */
  paidUntil(): Promise<number>;
}

const PaidUntil = z.object({ paidUntil: z.number() });

/** Attempts of a payment, of which somebody succeeds at each. */
const payAttempts = 4;
const settleAttempts = 12;
const pauseMs = 10;

export function requestPaymentStore(table: HistoryTable): RequestPayments {
  const read = async (): Promise<number | undefined> => {
    const item = await table.get(requestsKey);
    return item === undefined ? undefined : PaidUntil.parse(item).paidUntil;
  };
  const replace = async (before: number | undefined, paidUntil: number): Promise<boolean> => {
    const unchanged: Condition =
      before === undefined ? { path: 'paidUntil', exists: false } : { path: 'paidUntil', equals: before };
    const change = { set: { paidUntil }, where: [unchanged], withoutItem: true as const };
    return (await table.update(requestsKey, change)) !== undefined;
  };
  // Payments of one process wait for each other, instead of losing to each other.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const turn = last.then(work, work);
    last = turn;
    return turn;
  };
  const payOnce = async (
    budget: RequestBudget,
    requests: number,
    now: Date,
    horizonMs: number,
  ): Promise<Payment> => {
    for (let attempt = 1; attempt <= payAttempts; attempt += 1) {
      const before = await read();
      const payment = pay(budget, before ?? 0, requests, now.getTime(), horizonMs);
      if (!payment.paid || (await replace(before, payment.paidUntil))) return payment;
    }
    return { paid: false, possibleAt: now.getTime() + 1000 };
  };
  const settleOnce = async (budget: RequestBudget, requests: number, now: Date): Promise<void> => {
    for (let attempt = 1; attempt <= settleAttempts; attempt += 1) {
      const before = await read();
      if (await replace(before, settle(budget, before ?? 0, requests, now.getTime()))) return;
      await sleep(pauseMs * attempt);
    }
    throw new RunError('Throttled', `${requests} DMS requests were not counted, because others were`);
  };
  return {
    payRequests: (budget, requests, now, horizonMs) =>
      inTurn(() => payOnce(budget, requests, now, horizonMs)),
    async settleRequests(budget, requests, now) {
      if (requests > 0) await inTurn(() => settleOnce(budget, requests, now));
    },
    paidUntil: async () => (await read()) ?? 0,
  };
}
