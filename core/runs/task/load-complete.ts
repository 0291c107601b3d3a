import type { Pursuit } from './goal';
import type { TaskStatistics } from './task';

/**
 * Returns true when every table is loaded or failed. A load that has just begun, without any table, reports 100 percent as well.
 * Where DMS leaves out the percentage, the time at which the load finished says so.
 */
export function isLoadComplete(statistics: TaskStatistics | undefined): boolean {
  if (statistics === undefined) return false;
  const { percent, tablesLoaded, tablesErrored, tablesLoading, tablesQueued } = statistics;
  if (tablesLoading > 0 || tablesQueued > 0) return false;
  return percent === undefined ? isFinished(statistics) : percent >= 100 && tablesLoaded + tablesErrored > 0;
}

/** A time before the start of the load is that of an earlier load. */
function isFinished({ loadStartedAt, loadFinishedAt }: TaskStatistics): boolean {
  return loadFinishedAt !== undefined && (loadStartedAt === undefined || loadFinishedAt >= loadStartedAt);
}

/** Time that the statistics of a resumed task may be those of its earlier load. */
const statisticsLag = 120_000;

/**
 * Returns true while the statistics may be those of an earlier load. A task that resumes shows them until it reads the tables that its plan
 * has gained. After two minutes they count: the verdict reports a table that DMS never reads.
 */
export function isEarlierLoad(
  statistics: TaskStatistics | undefined,
  { start, expectedTables }: Pursuit,
  now: Date,
): boolean {
  if (start?.previousStartedAt === undefined || expectedTables === undefined || statistics === undefined)
    return false;
  const { tablesLoaded, tablesErrored } = statistics;
  const sinceStart = now.getTime() - Date.parse(start.requestedAt);
  return tablesLoaded + tablesErrored < expectedTables && sinceStart < statisticsLag;
}
