import type { History } from '../../../aws/history/history';
import { stateOf } from '../../../core/runs/record/run-record';
import { tableIdentity } from '../../../core/tables/table-name';

/** Runs among which a success is searched of a job whose state names none. */
const searchedRuns = 14;

/** Reads the rows per table of the last run of the job that succeeded: none for a job that never did. */
export async function rowsOfLastSuccess(
  { history }: { readonly history: Pick<History, 'jobState' | 'runsOfJob' | 'runWithTables'> },
  jobKey: string,
  now: Date,
): Promise<ReadonlyMap<string, number>> {
  const named = (await history.jobState(jobKey))?.succeeded?.run;
  const runs = named === undefined ? await history.runsOfJob(jobKey, { limit: searchedRuns, now }) : [];
  const succeeded = named ?? runs.find((one) => stateOf(one) === 'succeeded')?.run;
  if (succeeded === undefined) return new Map();
  const before = await history.runWithTables(succeeded);
  return new Map((before?.tables ?? []).map((table) => [tableIdentity(table), table.rows]));
}
