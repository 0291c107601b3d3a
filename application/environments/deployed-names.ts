import { createPlans, type Plans } from '../../aws/plans';
import type { JobStarter } from '../../aws/platform';
import type { JobPlan } from '../../core/planning/job-plan';
import { UseCaseError, unknownName } from '../use-case-error';
import type { DeployedEnvironment } from './deployed-environment';

type Deployed = Pick<DeployedEnvironment, 'deployment' | 'platform'>;

/** Keys of all deployed jobs and loads, ascending. */
export async function deployedKeys({ deployment, platform }: Deployed): Promise<readonly string[]> {
  const [jobs, loads] = await Promise.all([
    deployment.jobKeys(platform.environment),
    deployment.loadKeys(platform.environment),
  ]);
  return [...jobs, ...loads].sort();
}

/** Throws for a department or a `department/job` that is neither deployed nor in the history. */
export async function checkKnown(
  environment: Deployed & Pick<DeployedEnvironment, 'history'>,
  selection: string,
  now: Date,
): Promise<void> {
  const keys = await deployedKeys(environment);
  const isJob = selection.includes('/');
  const known = isJob ? keys : [...new Set(keys.map((key) => key.split('/')[0] ?? key))];
  if (known.includes(selection)) return;
  // A job that was removed keeps its history.
  const { history } = environment;
  const listing = { limit: 1, now };
  const old = isJob
    ? await history.runsOfJob(selection, listing)
    : await history.runsOfDepartment(selection, listing);
  if (old.length === 0) throw unknownName(isJob ? 'job' : 'department', selection, known);
}

/** Input of a run of the deployed job, without its trigger. */
export async function jobStarterOf({ deployment, platform }: Deployed, job: string): Promise<JobStarter> {
  const starter = await deployment.jobStarter(platform.environment, job);
  if (starter === undefined) {
    const loads = await deployment.loadKeys(platform.environment);
    if (loads.includes(job)) throw new UseCaseError({ kind: 'is-a-load', load: job });
    throw unknownName('job', job, await deployment.jobKeys(platform.environment));
  }
  return starter;
}

/** As `deployedJob`. Of a job that is no longer deployed, the plan of its newest run. */
export async function lastKnownJob(
  environment: DeployedEnvironment,
  key: string,
  now: Date,
  plans: Plans = createPlans(),
): Promise<JobPlan> {
  try {
    return await deployedJob(environment, key, now, plans);
  } catch (error) {
    if (!(error instanceof UseCaseError) || error.reason.kind !== 'no-longer-deployed') throw error;
    const newest = await environment.history.newestRun(key, now);
    if (newest === undefined) throw error;
    return await plans.job(newest.plan, key);
  }
}

/** Plan of a job as deployed. A job that only has a history is reported as no longer deployed. */
export async function deployedJob(
  environment: DeployedEnvironment,
  key: string,
  now: Date,
  plans: Plans = createPlans(),
): Promise<JobPlan> {
  await checkKnown(environment, key, now);
  const { deployment, platform } = environment;
  const starter = await deployment.jobStarter(platform.environment, key);
  if (starter === undefined) throw new UseCaseError({ kind: 'no-longer-deployed', job: key });
  return await plans.job(starter.plan, key);
}
