import type { RunRecord } from '../record/run-record';
import { keptMilliseconds } from './leftover';

export type StagingRun = Pick<
  RunRecord,
  'openedAt' | 'phases' | 'verdict' | 'publishes' | 'onlyTables' | 'attempt'
>;

export interface StagingFacts {
  /** Newest run of the job. */
  readonly newest: StagingRun;
  /** First attempt of the newest run, where that is a retry. */
  readonly firstAttempt?: Pick<RunRecord, 'openedAt'> | undefined;
  /** First attempt of the streak of attempts that were not good. `unknown`: its record is gone. */
  readonly trouble?: Pick<RunRecord, 'openedAt'> | 'unknown' | undefined;
}

/**
 * Time before which nobody needs the staged files of a job that publishes snapshots. Undefined: all stay. A retry takes over files
 * of the attempts before it, so those of a streak of failures stay until a run succeeds.
 */
export function stagedFilesEnd({ newest, firstAttempt, trouble }: StagingFacts, now: Date): Date | undefined {
  const state = endOf(newest);
  if (state === 'unclear' || trouble === 'unknown') return undefined;
  const needed = [
    ...(state === 'failed' ? [newest.openedAt] : []),
    ...[firstAttempt, trouble].flatMap((one) => one?.openedAt ?? []),
  ];
  const times = needed.map((at) => Math.floor(Date.parse(at) / 1000) * 1000);
  return new Date(Math.min(now.getTime() - keptMilliseconds, ...times));
}

/** `unclear`: the run is open, loaded nothing, or loaded a part of its job. The next run decides. */
function endOf({
  phases,
  verdict,
  publishes,
  onlyTables,
  attempt,
}: StagingRun): 'good' | 'failed' | 'unclear' {
  if (phases.closed === undefined || verdict === undefined) return 'unclear';
  if (onlyTables !== undefined && attempt === undefined) return 'unclear';
  switch (verdict.outcome) {
    case 'succeeded':
      return publishes === undefined || phases.published !== undefined ? 'good' : 'failed';
    // A retry loads the tables that failed.
    case 'succeeded-with-table-errors':
    case 'failed':
    case 'resource':
    case 'stopped':
    case 'cancelled':
      return 'failed';
    case 'skipped':
    case 'missed':
      return 'unclear';
  }
}
