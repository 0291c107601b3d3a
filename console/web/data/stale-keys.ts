import type { Change } from '../../server/changes/changes';

/** Run of a page. `isRead`: false while it has no record, as before it is opened. */
export interface CachedRun {
  readonly run: string;
  readonly isRead: boolean;
}

/** Keys of queries whose answers a change makes old. `cached`: runs of pages that are or were open. */
export function staleKeys(
  change: Change,
  cached: readonly CachedRun[],
  now: Date,
): readonly (readonly string[])[] {
  const changed = new Set(change.runs.map(firstAttempt));
  return [
    ['today'],
    ['calendar'],
    // Runs of earlier days have ended.
    ...[0, 1].map((ago) => ['day', new Date(now.getTime() - ago * 86_400_000).toISOString().slice(0, 10)]),
    ['loads'],
    ['replications'],
    ...change.jobs.flatMap((job) => [
      ['runs', job],
      ['replication', job],
    ]),
    // The page of a run lists its other attempts. A run may begin and end between two messages, which then name its job only.
    ...cached
      .filter(({ run, isRead }) => changed.has(firstAttempt(run)) || (!isRead && change.jobs.length > 0))
      .map(({ run }) => ['run', run]),
  ];
}

/** Run of which a run is an attempt: later attempts have its name with their number. */
function firstAttempt(run: string): string {
  return run.replace(/\.\d+$/, '');
}
