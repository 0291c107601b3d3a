import type { Dms } from '../../aws/dms/dms';
import { mapConcurrently } from '../../core/concurrency';
import { type ReplicationStatus, readReplications } from '../replications/read-replications';
import { type RunSummary, summarize } from '../runs/run-summary';
import type { HoldingDeployment } from '../../core/runs/admission/holding-deployment';
import type { JobState } from '../../core/runs/job/job-state';
import { type RunRecord, stateOf } from '../../core/runs/record/run-record';
import type { DeployedEnvironment } from './deployed-environment';
import { isSelected } from '../selection';
import { holdingDeployments } from './holding-deployments';
import { checkKnown, deployedKeys } from './deployed-names';
import { type UndeliveredMessages, undeliveredMessages } from './undelivered-messages';

export interface EnvironmentStatus {
  readonly environment: string;
  /** Deployed jobs and loads by name. */
  readonly jobs: readonly NewestOfJob[];
  /** CDC jobs, whose task lives on between runs: those that are deployed, and removed ones that still have a task. */
  readonly replicating: readonly ReplicationStatus[];
  readonly undelivered?: UndeliveredMessages;
  /** Deployments that hold tasks and runs. Absent: none. */
  readonly deployments?: readonly HoldingDeployment[];
}

/** A deployed job or load with its newest run. */
export interface NewestOfJob {
  readonly job: string;
  readonly kind: 'job' | 'load';
  readonly newest?: RunSummary;
  /** Streak, pause and freshness. Absent for a job that never ran. */
  readonly state?: JobState;
  /** Newest run that did something. Set when the newest run was skipped. */
  readonly newestDone?: RunSummary;
  /** True when the newest run loaded all tables. A poll ends the trouble in the state within a minute. */
  readonly hasRecovered?: true;
}

/** Number of runs among which one is searched that was not skipped. */
const searchedRuns = 50;

const recovered = { hasRecovered: true } as const;

/** True for a run that ends the trouble of its job: all tables were loaded. */
function isWhole(run: RunRecord): boolean {
  return run.part === undefined && stateOf(run) === 'succeeded';
}

/** DynamoDB takes more; this limits the sockets of the caller. */
const queriesAtOnce = 20;

/** Reads every deployed job with its newest run, or those of a selection: a department, a job or a load. */
export async function readStatus(
  environment: DeployedEnvironment,
  now: Date,
  dms?: Pick<Dms, 'describeTasks'>,
  selection?: string,
): Promise<EnvironmentStatus> {
  const { deployment, history, platform } = environment;
  if (selection !== undefined) await checkKnown(environment, selection, now);
  const isWanted = (key: string): boolean => isSelected(selection, key);
  const [all, loads, states] = await Promise.all([
    deployedKeys(environment),
    deployment.loadKeys(platform.environment),
    history.jobStates(),
  ]);
  const newestOf = await history.newestRuns(now, states);
  const stateOfJob = new Map(states.map((state) => [state.forJob, state]));
  const jobs = await mapConcurrently(
    queriesAtOnce,
    all.filter(isWanted),
    async (job): Promise<NewestOfJob> => {
      const kind = loads.includes(job) ? 'load' : 'job';
      // A job that ran before newest runs were named, or never.
      const newest = newestOf.get(job) ?? (await history.runsOfJob(job, { limit: 1, now }))[0];
      const state = stateOfJob.get(job);
      const known: NewestOfJob = { job, kind, ...(state === undefined ? {} : { state }) };
      if (newest === undefined) return known;
      const named = { ...known, newest: summarize(newest, now), ...(isWhole(newest) ? recovered : {}) };
      if (stateOf(newest) !== 'skipped') return named;
      const runs = await history.runsOfJob(job, { limit: searchedRuns, now });
      const done = runs.find((run) => stateOf(run) !== 'skipped');
      if (done === undefined) return named;
      return { ...named, newestDone: summarize(done, now), ...(isWhole(done) ? recovered : {}) };
    },
  );
  const replicating = await readReplications(environment, dms);
  const deployments = await holdingDeployments(history, now);
  const undelivered = await undeliveredMessages(history, isWanted);
  return {
    environment: platform.environment,
    jobs,
    // A job that was removed is shown until its task is deleted.
    replicating: replicating.filter(
      ({ job, task }) => isWanted(job) && (task !== 'gone' || all.includes(job)),
    ),
    ...(undelivered === undefined ? {} : { undelivered }),
    ...(deployments.length === 0 ? {} : { deployments }),
  };
}
