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
export async function readStatus(environment: DeployedEnvironment, now: Date): Promise<EnvironmentStatus> {
  const { history, platform } = environment;
  const jobs = await mapConcurrently(queriesAtOnce, await deployedKeys(environment), async (job) => {
    const [newest] = await history.runsOfJob(job, { limit: 1, now });
    return newest === undefined ? { job } : { job, newest: summarize(newest, now) };
  });
  return { environment: platform.environment, jobs, replicating: await readReplications(environment) };
}
