import type { RunRecord } from '../record/run-record';
import { stateOf } from '../record/run-record';

/** Reason why a run is not retried. `run` is the attempt or the other run that is in the way. */
export interface RefusedRetry {
  readonly because: 'open' | 'succeeded' | 'nothing-loaded' | 'newer-publish' | 'part';
  readonly run: string;
}

/** Decides about a retry after `attempts`, oldest first. `since`: runs of the job that opened since the first, newest first. */
export function refusedRetry(
  attempts: readonly RunRecord[],
  since: readonly RunRecord[],
): RefusedRetry | undefined {
  const newest = attempts.at(-1);
  if (newest === undefined) return undefined;
  if (newest.part !== undefined) return { because: 'part', run: newest.run };
  if (newest.phases.closed === undefined) return { because: 'open', run: newest.run };
  const done = attempts.filter((attempt) => !['skipped', 'missed'].includes(stateOf(attempt)));
  const base = done.at(-1);
  if (base === undefined) return { because: 'nothing-loaded', run: newest.run };
  if (stateOf(base) === 'succeeded') return { because: 'succeeded', run: base.run };
  const own = new Set(attempts.map(({ run }) => run));
  const newer = since.find((run) => !own.has(run.run) && run.openedAt > base.openedAt && isPublished(run));
  return newer === undefined ? undefined : { because: 'newer-publish', run: newer.run };
}

/** True for a run whose tables readers have: newer tables than those that a retry takes over. */
function isPublished(run: RunRecord): boolean {
  if (run.part !== undefined) return false;
  if (run.publishes === undefined) return ['succeeded', 'succeeded-with-table-errors'].includes(stateOf(run));
  return run.phases.published !== undefined && run.publishing?.outcome !== 'superseded';
}
