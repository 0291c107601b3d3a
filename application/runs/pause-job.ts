import { jobChanged } from '../../core/events/job-changed';
import type { JobState } from '../../core/runs/job/job-state';
import { RunError } from '../../core/runs/record/run-error';
import { deployedJob } from '../environments/deployed-names';
import type { DeployedEnvironment } from '../environments/deployed-environment';
import { UseCaseError } from '../use-case-error';

export interface PauseRequest {
  readonly job: string;
  readonly by: string;
  readonly reason?: string | undefined;
  readonly now: () => Date;
}

/** A job after it was paused or unpaused. */
export interface PausedJob {
  readonly job: string;
  /** Absent: it is not paused. */
  readonly paused?: NonNullable<JobState['paused']>;
}

/** Keeps schedules from starting runs of a job. A task that runs continues, and people can start runs. */
export async function pauseJob(
  environment: DeployedEnvironment,
  request: PauseRequest,
  planOf: typeof deployedJob = deployedJob,
): Promise<PausedJob> {
  const { job, by, reason = 'no reason given' } = request;
  const plan = await planOf(environment, job, request.now());
  const state = await environment.history.jobState(job);
  if (state?.paused !== undefined) throw new UseCaseError({ kind: 'already-paused', job, ...state.paused });
  const at = request.now().toISOString();
  const paused = { at, by, reason };
  await environment.history.enqueue(
    jobChanged(plan, {
      change: 'paused',
      at,
      cause: `${by} paused the job: ${reason}`,
      fix: `lakeferry unpause ${job} ends the pause`,
    }),
  );
  await environment.history.changeJobState(job, 'paused', undefined, paused);
  return { job, paused };
}

const rounds = 8;

/**
 * Sets the failures in a row to 0, also when a run ends meanwhile. Otherwise `pause-after` would pause the job again at once, and
 * nobody would learn of it: the message about the same failures was delivered before.
 */
async function forgetFailures(
  history: DeployedEnvironment['history'],
  job: string,
  read: JobState['trouble'],
): Promise<void> {
  let trouble = read;
  for (let round = 1; trouble !== undefined; round += 1) {
    if (round > rounds)
      throw new RunError('Throttled', `others keep changing the state of ${job}, so it stays paused; retry`);
    if (await history.changeJobState(job, 'trouble', trouble, { ...trouble, failures: 0 })) return;
    trouble = (await history.jobState(job))?.trouble;
  }
}

/** Ends a pause. Failures before it no longer count for `pause-after`. */
export async function unpauseJob(
  environment: DeployedEnvironment,
  request: PauseRequest,
  planOf: typeof deployedJob = deployedJob,
): Promise<PausedJob> {
  const { job, by } = request;
  const plan = await planOf(environment, job, request.now());
  const { history } = environment;
  const state = await history.jobState(job);
  if (state?.paused === undefined) throw new UseCaseError({ kind: 'not-paused', job });
  const { trouble, paused } = state;
  await forgetFailures(history, job, trouble);
  const at = request.now().toISOString();
  await history.enqueue(
    jobChanged(plan, {
      change: 'unpaused',
      at,
      cause: `${by} ended the pause of ${paused.at} (${paused.reason})`,
    }),
  );
  await history.changeJobState(job, 'paused', paused, undefined);
  return { job };
}
