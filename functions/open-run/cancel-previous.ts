import type { History } from '../../aws/history/history';

/**
 * Requests the cancellation of a run that the run `by` replaces, as `lakeferry cancel` does. A poll carries it out. A run that
 * readers may already see is not cancelled.
 */
export async function cancelPrevious(history: History, run: string, by: string, now: Date): Promise<void> {
  const wanted = { by, at: now.toISOString(), reason: 'overlap: cancel-previous' };
  if (!(await history.requestCancel(run, wanted))) return;
  if ((await history.cancelRun(run, wanted)) !== 'cancelled') await history.dropCancelRequest(run);
}
