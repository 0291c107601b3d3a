import type { History } from '../../aws/history/history';
import type { RunRecord } from '../../core/runs/record/run-record';
import { verdictWithout } from '../../core/runs/verdict/verdict';

/** Closes a run that a schedule started although its job is paused. People can start runs of a paused job. */
export async function skipPaused(history: History, record: RunRecord, now: Date): Promise<boolean> {
  const { run, jobKey, trigger } = record;
  if (trigger.by !== 'schedule') return false;
  const paused = (await history.jobState(jobKey))?.paused;
  if (paused === undefined) return false;
  const detail = `paused since ${paused.at} by ${paused.by} (${paused.reason}); lakeferry unpause ${jobKey} ends the pause`;
  await history.closeRun(run, {
    at: now.toISOString(),
    otherwise: verdictWithout('skipped', 'paused', detail),
  });
  await history.closeInFlightRun({ run });
  return true;
}
