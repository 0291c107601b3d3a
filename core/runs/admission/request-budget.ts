/** Rate of DMS requests of an environment, and the requests that it may make at once after a rest. */
export interface RequestBudget {
  readonly perSecond: number;
  readonly burst: number;
}

/** A burst of 120 at the default rate. DMS has a bucket of 200, which environments of one account share. */
const burstSeconds = 18.75;
/** A burst that has room for the requests of one function, however low the rate. */
const leastBurst = 10;
/** Longest delay by a debt. A run that waits longer would wait for a mistake, such as a wrong clock. */
const longestDebtMs = 300_000;

/**
 * Longest time by which a payment may run ahead. Arrivals may use what admissions leave, so that runs end before others begin. What
 * a poll itself does, such as a stop, is done at once although others have paid ahead: 64 requests at 6.4 per second, for which the
 * bucket of DMS has room. What the poll of a later minute can read as well is read only when nobody has to wait for it.
 */
export const horizonsMs = {
  reading: 0,
  admission: 60_000,
  arrival: 60_000,
  action: 70_000,
} as const;

export function requestBudgetOf(perSecond: number): RequestBudget {
  return { perSecond, burst: Math.max(leastBurst, perSecond * burstSeconds) };
}

/** Times are milliseconds since 1970. */
export type Payment =
  /** Requests can be made from `at` on, which is not before the payment. */
  | { readonly paid: true; readonly paidUntil: number; readonly at: number }
  /** The budget is used up. `possibleAt`: time at which the same payment succeeds, if nobody else pays before. */
  | { readonly paid: false; readonly possibleAt: number };

/**
 * Pays for requests: the generic cell rate algorithm (ITU-T I.371, virtual scheduling), which keeps one number. `paidUntil` is the
 * time until which the rate is used up. Requests that are made at `at` never exceed the burst plus the rate times the time.
 * More requests than the burst wait until the budget has rested, and the rest of them is a debt.
 *
 * @param horizonMs longest time from now to `at`. 0 pays for requests that are made now
 */
export function pay(
  budget: RequestBudget,
  paidUntil: number,
  requests: number,
  now: number,
  horizonMs: number,
): Payment {
  const known = believable(budget, paidUntil, now);
  const at = Math.max(now, known + msOf(budget, Math.min(requests, budget.burst) - budget.burst));
  if (at > now + horizonMs) return { paid: false, possibleAt: at - horizonMs };
  return { paid: true, paidUntil: Math.max(now, known) + msOf(budget, requests), at };
}

/** Requests that single payments, one after the other, can pay for now. */
export function payable(budget: RequestBudget, paidUntil: number, now: number, horizonMs: number): number {
  const ahead = Math.max(0, believable(budget, paidUntil, now) - now);
  return Math.max(0, ((horizonMs - ahead) * budget.perSecond) / 1000 + budget.burst);
}

/** Pays for requests that have been made. The budget may go into debt, which delays later payments by at most five minutes. */
export function settle(budget: RequestBudget, paidUntil: number, requests: number, now: number): number {
  const known = Math.max(now, believable(budget, paidUntil, now));
  return Math.min(known + msOf(budget, requests), longestDebt(budget, now));
}

/** No payment and no debt reaches so far into the future, also when clocks differ. Such a time is a mistake, and stops nobody. */
function believable(budget: RequestBudget, paidUntil: number, now: number): number {
  return paidUntil > longestDebt(budget, now) + longestDebtMs ? now : paidUntil;
}

function longestDebt(budget: RequestBudget, now: number): number {
  return now + msOf(budget, budget.burst) + longestDebtMs;
}

function msOf({ perSecond }: RequestBudget, requests: number): number {
  return (requests * 1000) / perSecond;
}
