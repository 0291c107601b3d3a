import { createDms, type Dms } from '../../aws/dms/dms';
import type { Plans } from '../../aws/plans';
import type { DeployedEnvironment } from '../environments/deployed-environment';
import { type Requester, type StartedRun, startRun } from '../runs/start-run';
import { UseCaseError } from '../use-case-error';
import { readCdcJob } from './cdc-job';
import { taskRefusalOf } from './task-refusal';
import { taskRefused } from './task-refused';

/**
 * Starts a run of the CDC job, whose state machine creates, starts or resumes the task as needed. `action` is checked
 * against the task first: only a resume continues at the position of the task.
 */
export async function startReplication(
  environment: DeployedEnvironment,
  job: string,
  action: 'start' | 'resume',
  requester: Requester,
  dms: Pick<Dms, 'describeTasks'> = createDms(),
  plans?: Plans,
): Promise<StartedRun> {
  const { task } = await readCdcJob(environment, job, dms, plans);
  const refusal = taskRefusalOf(action, task);
  if (refusal !== undefined) throw taskRefused(action, job, task, refusal);
  await checkEnabled(environment, job);
  return startRun(environment, job, requester);
}

/** Checked before the run starts: it would fail with JobDisabled, and the task would stay down. */
export async function checkEnabled(
  { deployment, platform }: Pick<DeployedEnvironment, 'deployment' | 'platform'>,
  job: string,
): Promise<void> {
  if ((await deployment.isEnabled(platform.environment, job)) !== false) return;
  throw new UseCaseError({ kind: 'job-disabled', job });
}
