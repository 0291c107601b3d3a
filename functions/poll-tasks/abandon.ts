import type { History } from '../../aws/history/history';
import type { Failure } from '../../core/runs/record/failure';
import type { InFlightRun } from '../../core/runs/record/in-flight-run';
import type { Phase } from '../../core/runs/record/phases';
import { verdictOfFailure } from '../../core/runs/verdict/verdict';

/**
 * Closes an orphaned run whose task is gone, with the phase that its end is, releases its lease, and removes it from the runs in flight. If a task was recorded in
 * the meantime, the in-flight run stays, and the next poll deletes that task, which nobody has started.
 * The item goes last: a poll that is killed before leaves it to the next one, which repeats all of this. A run whose OpenRun was
 * killed may have no record: its item stays while that function can still write one, because nobody else would close it.
 */
export async function closeOrphan(
  history: History,
  inFlightRun: InFlightRun,
  reason: Failure,
  now: Date,
  phase?: Phase,
): Promise<void> {
  const record = await history.run(inFlightRun.run);
  if (record !== undefined) {
    if (phase !== undefined) await history.recordPhase(inFlightRun.run, phase, now.toISOString());
    await history.closeRun(inFlightRun.run, closing(reason, now), record);
    await history.clearLeftBehind(inFlightRun.run, now.toISOString());
  } else if (mayStillOpen(inFlightRun, now)) return;
  if ((await history.inFlightRun(inFlightRun.run))?.taskArn !== inFlightRun.taskArn) return;
  await history.releaseLease(inFlightRun.forJob, inFlightRun.run);
  await history.closeInFlightRun(inFlightRun);
}

/** Closes the run of an execution that ended before its run was in flight, or after it. */
export async function closeWithoutInFlightRun(
  history: History,
  ended: { readonly execution: string; readonly run?: string | undefined },
  reason: Failure,
  now: Date,
): Promise<void> {
  const record = ended.run === undefined ? undefined : await history.run(ended.run);
  if (record?.execution !== ended.execution) return;
  if (record.phases.closed === undefined) await history.closeRun(record.run, closing(reason, now), record);
  await history.releaseLease(record.jobKey, record.run);
}

/** Timeout of OpenRun and four minutes, because clocks differ. */
const opensWithin = 5 * 60_000;

/** Returns true while an OpenRun that began before the execution ended may still write the run's record. */
function mayStillOpen({ orphanedAt, since }: InFlightRun, now: Date): boolean {
  return now.getTime() - Date.parse(orphanedAt ?? since) < opensWithin;
}

function closing(reason: Failure, now: Date) {
  return { at: now.toISOString(), otherwise: verdictOfFailure(reason) };
}
