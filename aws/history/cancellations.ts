import { inFlightRunKey, runKey } from '../../core/runs/record/history-keys';
import type { Cancellation } from '../../core/runs/record/cancellation';
import { type TooLate, tooLateToCancel } from '../../core/runs/verdict/cancelled-verdict';
import { runOf } from './run-item';
import type { HistoryTable } from './table';

/** Cancellations of runs. Each write is safe to repeat. */
export interface Cancellations {
  /** Asks the polls to cancel a run in flight. The first request is kept. False when the run is not in flight. */
  requestCancel(run: string, cancellation: Cancellation): Promise<boolean>;
  dropCancelRequest(run: string): Promise<void>;
  /**
   * Records that the run is cancelled, unless it is too late. From then on its snapshot is never shown. The first cancellation is
   * kept. `unknown`: there is no record.
   */
  cancelRun(run: string, cancellation: Cancellation): Promise<'cancelled' | TooLate | 'unknown'>;
}

export function cancellationStore(table: HistoryTable): Cancellations {
  return {
    async requestCancel(run, cancelRequest) {
      const change = { setOnce: { cancelRequest }, where: [{ path: 'pk', exists: true }] };
      return (await table.update(inFlightRunKey(run), change)) !== undefined;
    },
    async dropCancelRequest(run) {
      await table.update(inFlightRunKey(run), {
        remove: ['cancelRequest'],
        where: [{ path: 'pk', exists: true }],
      });
    },
    async cancelRun(run, cancelled) {
      for (;;) {
        const found = await table.get(runKey(run));
        if (found === undefined) return 'unknown';
        const record = runOf(found);
        const tooLate = tooLateToCancel(record);
        if (record.cancelled !== undefined && record.phases.closed === undefined) return 'cancelled';
        if (tooLate !== undefined) return tooLate;
        const { showing, verdict } = record;
        const isWritten = await table.update(runKey(run), {
          setOnce: { cancelled },
          where: [
            { path: 'phases.closed', exists: false },
            { path: 'phases.published', exists: false },
            { path: 'verdict', exists: verdict !== undefined },
            showing === undefined ? { path: 'showing', exists: false } : { path: 'showing', equals: showing },
          ],
        });
        if (isWritten !== undefined) return 'cancelled';
      }
    },
  };
}
