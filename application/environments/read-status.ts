import type { Dms } from '../../aws/dms/dms';
import { mapConcurrently } from '../../core/concurrency';
import { type ReplicationStatus, readReplications } from '../replications/read-replications';
import { type RunSummary, summarize } from '../runs/run-summary';
import type { DeployedEnvironment } from './deployed-environment';
import { deployedKeys } from './deployed-names';

export interface EnvironmentStatus {
  readonly environment: string;
  /** Deployed jobs and loads by name, each with its newest run. */
  readonly jobs: readonly { readonly job: string; readonly newest?: RunSummary }[];
  /** CDC jobs, whose task lives on between runs. */
  readonly replicating: readonly ReplicationStatus[];
}

/** DynamoDB takes more; this limits the sockets of the caller. */
const queriesAtOnce = 20;

/** Reads every deployed job with its newest run. */
export async function readStatus(
  environment: DeployedEnvironment,
  now: Date,
  dms?: Pick<Dms, 'describeTasks'>,
): Promise<EnvironmentStatus> {
  const { history, platform } = environment;
  const [keys, newestOf] = await Promise.all([deployedKeys(environment), history.newestRuns(now)]);
  const jobs = await mapConcurrently(queriesAtOnce, keys, async (job) => {
    // A job that ran before newest runs were named, or never.
    const newest = newestOf.get(job) ?? (await history.runsOfJob(job, { limit: 1, now }))[0];
    return newest === undefined ? { job } : { job, newest: summarize(newest, now) };
  });
  return { environment: platform.environment, jobs, replicating: await readReplications(environment, dms) };
}
