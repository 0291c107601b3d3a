import type { History } from '../../aws/history';
import type { Flight } from '../../core/runs/flight';
import type { Failure } from '../../core/runs/run-record';
import { verdictOfFailure } from '../../core/runs/verdict';

/**
 * The last duty for an orphan, once its task is gone: close the run, forget the flight, give back the lease. A flight to which a
 * task was written meanwhile stands, and the lease with it: the next sweep deletes that task.
 */
export async function closeOrphan(
  history: History,
  flight: Flight,
  reason: Failure,
  now: Date,
): Promise<void> {
  const record = await history.run(flight.run);
  if (record !== undefined) {
    await history.closeRun(flight.run, closing(reason, now));
    await history.clearLeftBehind(flight.run, now.toISOString());
  }
  if (await history.closeFlight(flight)) await history.releaseLease(flight.forJob, flight.run);
}

/** An execution that ended before its run was in flight, or after it no longer was. */
export async function closeWithoutFlight(
  history: History,
  ended: { readonly execution: string; readonly run?: string | undefined },
  reason: Failure,
  now: Date,
): Promise<void> {
  const record = ended.run === undefined ? undefined : await history.run(ended.run);
  if (record?.execution !== ended.execution || record.phases.closed !== undefined) return;
  await history.closeRun(record.run, closing(reason, now));
  await history.releaseLease(record.jobKey, record.run);
}

function closing(reason: Failure, now: Date) {
  return { at: now.toISOString(), otherwise: verdictOfFailure(reason) };
}
