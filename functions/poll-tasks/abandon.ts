import type { History } from '../../aws/history/history';
import type { Failure } from '../../core/runs/record/failure';
import type { InFlightRun } from '../../core/runs/record/in-flight-run';
import { verdictOfFailure } from '../../core/runs/verdict/verdict';

/**
 * Closes an orphaned run whose task is gone, removes it from the runs in flight, and releases its lease. If a task was recorded in
 * the meantime, the in-flight run and its lease stay, and the next poll deletes that task.
 */
export async function closeOrphan(
  history: History,
  inFlightRun: InFlightRun,
  reason: Failure,
  now: Date,
): Promise<void> {
  const record = await history.run(inFlightRun.run);
  if (record !== undefined) {
    await history.closeRun(inFlightRun.run, closing(reason, now), record);
    await history.clearLeftBehind(inFlightRun.run, now.toISOString());
  }
  if (await history.closeInFlightRun(inFlightRun))
    await history.releaseLease(inFlightRun.forJob, inFlightRun.run);
}

/** Closes the run of an execution that ended before its run was in flight, or after it. */
export async function closeWithoutInFlightRun(
  history: History,
  ended: { readonly execution: string; readonly run?: string | undefined },
  reason: Failure,
  now: Date,
): Promise<void> {
  const record = ended.run === undefined ? undefined : await history.run(ended.run);
  if (record?.execution !== ended.execution || record.phases.closed !== undefined) return;
  await history.closeRun(record.run, closing(reason, now), record);
  await history.releaseLease(record.jobKey, record.run);
}

function closing(reason: Failure, now: Date) {
  return { at: now.toISOString(), otherwise: verdictOfFailure(reason) };
}
