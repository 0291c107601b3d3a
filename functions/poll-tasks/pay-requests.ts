import { horizonsMs } from '../../core/runs/admission/request-budget';
import { type PaidRequests, requestsAfter, totalOf } from '../../core/runs/admission/requests-of-goal';
import type { InFlightRun } from '../../core/runs/record/in-flight-run';
import type { PollPorts } from './poll-ports';

/** Payment in the answer of a token. The state machine waits until `notBefore`, in milliseconds since 1970. */
export interface PaidAhead {
  readonly notBefore: number;
  readonly paid: PaidRequests;
}

/** Pays for the functions after a run's goal. Undefined: not within the next minute, so the run waits for the next poll. */
export async function payAhead(
  { history, budget }: Pick<PollPorts, 'history' | 'budget'>,
  inFlightRun: InFlightRun,
  now: Date,
): Promise<PaidAhead | undefined> {
  const { goal, waits } = inFlightRun;
  // A run that has waited for too long is skipped.
  const paid = waits === undefined ? requestsAfter(goal, inFlightRun) : {};
  const requests = totalOf(paid);
  if (requests === 0) return { notBefore: 0, paid };
  const payment = await history.payRequests(budget, requests, now, horizonsMs.arrival);
  return payment.paid ? { notBefore: Math.ceil(payment.at), paid } : undefined;
}

/**
 * Pays for the description of single tasks, by a poll that an event or a token triggers. False: requests are short, and the poll of
 * the next minute describes them with all others.
 */
export async function payForTrigger(
  ports: Pick<PollPorts, 'history' | 'budget' | 'notePaid'>,
  now: Date,
): Promise<boolean> {
  return await payNow(ports, 'reading', 1, now).catch(() => true);
}

/**
 * Pays for requests that this poll makes now. False: the next poll makes them. An action does not need the history, so it is done
 * also when the history refuses the payment, and is settled afterwards.
 */
export async function payNow(
  { history, budget, notePaid }: Pick<PollPorts, 'history' | 'budget' | 'notePaid'>,
  purpose: 'action' | 'reading',
  requests: number,
  now: Date,
): Promise<boolean> {
  const payment = await history
    .payRequests(budget, requests, now, horizonsMs[purpose])
    .catch((error: unknown) => {
      if (purpose === 'action') return undefined;
      throw error;
    });
  if (payment?.paid === true) notePaid(requests);
  return payment?.paid ?? true;
}
