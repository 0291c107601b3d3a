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
  const { history } = environment;
  const listing = { now, limit, since };
  if (selection !== undefined) await checkKnown(environment, selection, now);
  const records =
    selection === undefined
      ? await history.recentRuns(listing)
      : selection.includes('/')
        ? await history.runsOfJob(selection, listing)
        : await history.runsOfDepartment(selection, listing);
  return groupAttempts(records.map((record) => summarize(record, now)));
}
