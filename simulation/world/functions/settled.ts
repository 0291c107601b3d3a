import type { History } from '../../../aws/history/history';
import { unpaidRequests } from '../../../aws/lambda';
import type { Log } from '../../../core/monitoring/log';
import { defaultRequestsPerSecond } from '../../../core/model/dms-requests';
import { requestBudgetOf } from '../../../core/runs/admission/request-budget';
import type { Caller } from '../seam/seam';
import type { VirtualClock } from '../virtual-clock';
import type { FunctionCode } from './function-host';

/** Requests that an invocation has paid for and makes itself. */
export interface Payments {
  paid: number;
}

export const budget = requestBudgetOf(defaultRequestsPerSecond);

/** Code that settles the DMS requests that nobody has paid for, as the handlers of the functions do. */
export function settled(
  code: FunctionCode,
  {
    caller,
    history,
    payments,
    clock,
    log,
  }: {
    readonly caller: Caller;
    readonly history: History;
    readonly payments: Payments;
    readonly clock: VirtualClock;
    readonly log: Log;
  },
): FunctionCode {
  return async (payload, now) => {
    payments.paid = 0;
    try {
      return await code(payload, now);
    } finally {
      const requests = unpaidRequests(payload, { calls: caller.dmsCalls, paid: payments.paid });
      if (requests > 0)
        await history.settleRequests(budget, requests, clock.now()).catch((error: unknown) => {
          log.error('DMS requests were not counted', { requests, problem: String(error) });
        });
    }
  };
}
