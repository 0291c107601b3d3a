import { ensureEndpointsFit } from '../../../application/runs/endpoints-fit';
import type { JobPlan } from '../../../core/planning/job-plan';
import { isRunError, isTransient } from '../../../core/runs/record/run-error';
import type { Replication } from '../../../core/runs/replication/replication';
import type { PollPorts } from '../poll-ports';

/**
 * Reason why the existing endpoints of a job do not fit its plan any more. With them, a resumed task would write files that Lakeferry
 * cannot read. Undefined: they fit, or Lakeferry owns them.
 */
export async function endpointsUnfit(
  ports: Pick<PollPorts, 'plans' | 'dms' | 'stagingBucket' | 'log'>,
  record: Pick<Replication, 'forJob' | 'plan'>,
): Promise<string | undefined> {
  const job = await planOf(ports, record);
  if (job === undefined) return undefined;
  try {
    await ensureEndpointsFit(ports, job);
    return undefined;
  } catch (error) {
    if (isRunError(error, 'EndpointNotReady')) return String(error);
    throw error;
  }
}

/** Plan of the run that brought up the task. Undefined for one that is no longer stored: the task is resumed without it. */
async function planOf(
  { plans, log }: Pick<PollPorts, 'plans' | 'log'>,
  { forJob, plan }: Pick<Replication, 'forJob' | 'plan'>,
): Promise<JobPlan | undefined> {
  try {
    const { jobs } = await plans.department(plan);
    return jobs.find(({ identity }) => identity.key === forJob);
  } catch (error) {
    if (isTransient(error)) throw error;
    log.error('the existing endpoints of a job were not checked', { job: forJob, problem: String(error) });
    return undefined;
  }
}
