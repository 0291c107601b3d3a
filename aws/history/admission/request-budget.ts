import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import {
  type Payment,
  pay,
  type RequestBudget,
  requestBudgetOf,
  settle,
} from '../../../core/runs/admission/request-budget';
import { defaultRequestsPerSecond } from '../../../core/model/dms-requests';
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
  /** Budget with which functions have paid last, for commands, which do not know the environment's share. */
  lastBudget(): Promise<RequestBudget>;
  /** Time until which the budget is used up, in milliseconds since 1970. 0 when nobody has paid yet. */
  paidUntil(): Promise<number>;
}

const Stored = z.object({ paidUntil: z.number(), perSecond: z.optional(z.number()) });

interface Wanted {
  readonly budget: RequestBudget;
  readonly requests: number;
  readonly now: Date;
  readonly horizonMs: number;
}

/** Attempts of a payment, of which somebody succeeds at each. */
const payAttempts = 4;
const settleAttempts = 12;
const pauseMs = 10;

/** `pause` waits for milliseconds. */
export function requestPaymentStore(
  table: HistoryTable,
  pause: (milliseconds: number) => Promise<unknown> = sleep,
): RequestPayments {
  const stored = async () => {
    const item = await table.get(requestsKey);
    return item === undefined ? undefined : Stored.parse(item);
  };
  const read = async (): Promise<number | undefined> => (await stored())?.paidUntil;
  const replace = async (
    before: number | undefined,
    paidUntil: number,
    perSecond: number | undefined,
  ): Promise<boolean> => {
    const unchanged: Condition =
      before === undefined ? { path: 'paidUntil', exists: false } : { path: 'paidUntil', equals: before };
    const change = { set: { paidUntil, perSecond }, where: [unchanged], withoutItem: true as const };
    return (await table.update(requestsKey, change)) !== undefined;
  };
  /** Pays one after the other and writes once. */
  const payAll = async (wanted: readonly Wanted[]): Promise<readonly Payment[]> => {
    for (let attempt = 1; attempt <= payAttempts; attempt += 1) {
      const before = await read();
      let paidUntil = before ?? 0;
      const payments = wanted.map(({ budget, requests, now, horizonMs }) => {
        const payment = pay(budget, paidUntil, requests, now.getTime(), horizonMs);
        if (payment.paid) ({ paidUntil } = payment);
        return payment;
      });
      if (
        !payments.some(({ paid }) => paid) ||
        (await replace(before, paidUntil, wanted[0]?.budget.perSecond))
      )
        return payments;
    }
    return wanted.map(({ now }) => ({ paid: false, possibleAt: now.getTime() + 1000 }));
  };
  const settleOnce = async (budget: RequestBudget, requests: number, now: Date): Promise<void> => {
    for (let attempt = 1; attempt <= settleAttempts; attempt += 1) {
      const before = await read();
      if (await replace(before, settle(budget, before ?? 0, requests, now.getTime()), budget.perSecond))
        return;
      await pause(pauseMs * attempt);
    }
    throw new RunError('Throttled', `${requests} DMS requests were not counted, because others were`);
  };
  // Writes of one process wait for each other, instead of losing to each other. Payments that wait are one write.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const turn = last.then(work, work);
    last = turn;
    return turn;
  };
  let waiting: Wanted[] = [];
  let turn: Promise<readonly Payment[]> | undefined;
  return {
    async payRequests(budget, requests, now, horizonMs) {
      const index = waiting.push({ budget, requests, now, horizonMs }) - 1;
      turn ??= inTurn(() => {
        const wanted = waiting;
        waiting = [];
        turn = undefined;
        return payAll(wanted);
      });
      const payment = (await turn)[index];
      if (payment === undefined) throw new Error('a payment has no answer');
      return payment;
    },
    async settleRequests(budget, requests, now) {
      if (requests > 0) await inTurn(() => settleOnce(budget, requests, now));
    },
    async lastBudget() {
      return requestBudgetOf((await stored())?.perSecond ?? defaultRequestsPerSecond);
    },
    paidUntil: async () => (await read()) ?? 0,
  };
}
