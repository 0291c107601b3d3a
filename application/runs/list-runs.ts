import type { History, RunListing } from '../../aws/history/history';
import type { RunRecord } from '../../core/runs/record/run-record';
import type { DeployedEnvironment } from '../environments/deployed-environment';
import { checkKnown } from '../environments/deployed-names';
import { groupAttempts } from './group-attempts';
import { type RunSummary, summarize } from './run-summary';

export interface RunQuery {
  /** A department or a `department/job`; absent: all. */
  readonly selection?: string | undefined;
  /** Runs opened since then; absent: seven days for all, everything for a department or a job. */
  readonly since?: Date | undefined;
  readonly limit: number;
}

/** Lists runs, newest first, the attempts of a run together. */
export async function listRuns(
  environment: DeployedEnvironment,
  { selection, since, limit }: RunQuery,
  now: Date,
): Promise<readonly RunSummary[]> {
  const records = await selectedRuns(environment.history, selection, { now, limit, since });
  // A name that has runs is known.
  if (records.length === 0 && selection !== undefined) await checkKnown(environment, selection, now);
  return groupAttempts(records.map((record) => summarize(record, now)));
}

/** Records of runs, newest first. */
export function selectedRuns(
  history: Pick<History, 'recentRuns' | 'runsOfJob' | 'runsOfDepartment'>,
  selection: string | undefined,
  listing: RunListing,
): Promise<readonly RunRecord[]> {
  if (selection === undefined) return history.recentRuns(listing);
  return selection.includes('/')
    ? history.runsOfJob(selection, listing)
    : history.runsOfDepartment(selection, listing);
}
