import type { History } from '../../aws/history/history';
import { horizonsMs } from '../../core/runs/admission/request-budget';
import { isRunError } from '../../core/runs/record/run-error';

export interface Payer {
  readonly now: () => Date;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  /** Called once per wait of more than a second. */
  readonly onWait: (seconds: number) => void;
}

/**
 * Payment for each DMS request of a command. It waits while the budget is used up. A command whose user may not write the history
 * makes its requests without payment. After any other error, such as a lost race, this one request is not paid.
 */
export function payPerRequest(
  history: Pick<History, 'lastBudget' | 'payRequests'>,
  { now, sleep, onWait }: Payer,
): () => Promise<void> {
  let pays = true;
  const wait = async (until: number): Promise<void> => {
    const milliseconds = until - now().getTime();
    if (milliseconds > 1000) onWait(Math.ceil(milliseconds / 1000));
    if (milliseconds > 0) await sleep(milliseconds);
  };
  const pay = async (): Promise<void> => {
    const budget = await history.lastBudget();
    for (;;) {
      const payment = await history.payRequests(budget, 1, now(), horizonsMs.arrival);
      await wait(payment.paid ? payment.at : payment.possibleAt);
      if (payment.paid) return;
    }
  };
  return async () => {
    if (!pays) return;
    await pay().catch((error: unknown) => {
      if (isRunError(error, 'AccessDenied')) pays = false;
    });
  };
}
