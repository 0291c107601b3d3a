import type { History } from '../../aws/history/history';
import type { JobState } from '../../core/runs/job/job-state';
import type { RunRecord } from '../../core/runs/record/run-record';
import type { FindingCode } from '../../core/runs/record/verdict-shape';
import { verdictWithout } from '../../core/runs/verdict/verdict';

/** Closes a run that a schedule started although its job is paused. People can start runs of a paused job. */
export async function skipPaused(
  history: History,
  record: RunRecord,
  state: JobState | undefined,
  now: Date,
): Promise<boolean> {
  const { jobKey, trigger } = record;
  if (trigger.by !== 'schedule') return false;
  const paused = state?.paused;
  if (paused === undefined) return false;
  const detail = `paused since ${paused.at} by ${paused.by} (${paused.reason}); lakeferry unpause ${jobKey} ends the pause`;
  await skip(history, record, { code: 'paused', detail }, now);
  return true;
}

/** Closes a run that does nothing. A run that waited may hold the lease. */
export async function skip(
  history: History,
  { run, jobKey }: RunRecord,
  why: { readonly code: FindingCode; readonly detail: string; readonly for?: string },
  now: Date,
): Promise<void> {
  await history.closeRun(run, {
    at: now.toISOString(),
    otherwise: verdictWithout('skipped', why.code, why.detail),
    skippedFor: why.for,
  });
  await history.releaseLease(jobKey, run);
  await history.closeInFlightRun({ run });
}
