import { mapConcurrently } from '../../core/concurrency';
import { type RunSummary, summarize } from '../runs/run-summary';
import type { DeployedEnvironment } from '../environments/deployed-environment';

/** Deployed load with its newest file. */
export interface ListedLoad {
  /** `department/load`. */
  readonly load: string;
  /** `s3://` address of the folder into which files are dropped. */
  readonly inbox: string;
  readonly newest?: RunSummary;
}

const readsAtOnce = 20;

/** Lists the deployed loads, by name. */
export async function listLoads(
  { deployment, history, platform }: DeployedEnvironment,
  now: Date,
): Promise<readonly ListedLoad[]> {
  const keys = await deployment.loadKeys(platform.environment);
  const newest = await history.newestRuns(now);
  const listed = await mapConcurrently(readsAtOnce, keys, async (load): Promise<ListedLoad[]> => {
    const inbox = await deployment.load(platform.environment, load);
    const run = newest.get(load);
    if (inbox === undefined) return [];
    const address = `s3://${inbox.bucket}/${inbox.inbox}`;
    return [{ load, inbox: address, ...(run === undefined ? {} : { newest: summarize(run, now) }) }];
  });
  return listed.flat();
}
