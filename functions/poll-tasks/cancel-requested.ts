import { cancellationText } from '../../core/runs/record/cancellation';
import type { InFlightRun } from '../../core/runs/record/in-flight-run';
import type { PollPorts } from './poll-ports';

/** Returns true for a run that somebody asked to cancel, and whose execution is not known to be stopped. */
export function isToBeCancelled({ cancelRequest, orphanedBy }: InFlightRun): boolean {
  return cancelRequest !== undefined && orphanedBy === undefined;
}

/**
 * Cancels a run: records it, stops its execution, and hands the run to the next poll, which deletes its task and closes it. A
 * request that comes too late is dropped, because the run ends by itself.
 */
export async function cancelRequested(
  { history, executions }: Pick<PollPorts, 'history' | 'executions'>,
  { run, execution, cancelRequest }: InFlightRun,
  now: Date,
): Promise<void> {
  if (cancelRequest === undefined) return;
  const result = await history.cancelRun(run, cancelRequest);
  if (result !== 'cancelled' && result !== 'unknown') return await history.dropCancelRequest(run);
  const cause = cancellationText(cancelRequest);
  await executions.stop(execution, 'Cancelled', cause);
  const reason = { state: 'Execution', error: 'ExecutionAborted', cause };
  await history.orphanInFlightRun(run, reason, now.toISOString());
}
