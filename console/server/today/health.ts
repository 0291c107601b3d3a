import type { NewestOfJob } from '../../../application/environments/read-status';
import { staleNow } from '../../../core/runs/job/freshness';
import { failures, type Outcome } from '../../../core/runs/record/verdict-shape';

/** Word for the state of a job, the worst first. */
export const healths = ['failing', 'late', 'paused', 'running', 'never ran', 'fresh'] as const;
export type Health = (typeof healths)[number];

/** Order of words, the worst first. */
export function byHealth(a: Health, b: Health): number {
  return healths.indexOf(a) - healths.indexOf(b);
}

function worseOf(a: Health, b: Health): Health {
  return byHealth(a, b) <= 0 ? a : b;
}

/** Word for a CDC job with a task, whose problem may be worse. Its runs may have expired while it replicates. */
export function healthOfCdc(status: NewestOfJob | undefined, ofTask: Health | undefined): Health {
  const ofRuns = status === undefined ? 'fresh' : healthOf(status);
  return worseOf(ofRuns === 'never ran' ? 'fresh' : ofRuns, ofTask ?? 'fresh');
}

const failed: ReadonlySet<Outcome | 'open'> = new Set(failures);

/** Returns the word for a job. A job that fails is `failing` also while its next run is in flight. */
export function healthOf({ newest, newestDone, state, hasRecovered }: NewestOfJob): Health {
  if (state?.paused !== undefined) return 'paused';
  const run = newestDone ?? newest;
  const isMissed = run?.state === 'missed';
  const failedRuns = hasRecovered === true ? 0 : (state?.trouble?.failures ?? 0);
  if (failedRuns > 0 && !isMissed) return 'failing';
  if (run !== undefined && failed.has(run.state) && !isMissed) return 'failing';
  if (run?.state === 'succeeded-with-table-errors') return 'failing';
  if (staleNow(state ?? {}) !== undefined || state?.held !== undefined || isMissed) return 'late';
  if (newest?.state === 'open') return 'running';
  return run === undefined ? 'never ran' : 'fresh';
}
