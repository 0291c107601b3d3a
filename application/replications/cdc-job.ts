import type { Dms } from '../../aws/dms/dms';
import { createPlans, type Plans } from '../../aws/plans';
import type { Checkpoint } from '../../core/runs/replication/checkpoint';
import type { Replication } from '../../core/runs/replication/replication';
import type { Task } from '../../core/runs/task/task';
import type { DeployedEnvironment } from '../environments/deployed-environment';
import { jobStarterOf } from '../environments/deployed-names';
import { UseCaseError } from '../use-case-error';
import { keepCheckpoint } from './checkpoint-store';

/** A CDC job with its desired state and its task. */
export interface CdcJob {
  readonly job: string;
  /** Absent before its first run. */
  readonly replication?: Replication;
  /** The task as DMS describes it; absent when DMS has none. */
  readonly task?: Task;
}

/** Throws for a job that is not deployed and has no task, and for a job whose tasks end with its runs. */
export async function readCdcJob(
  environment: Pick<DeployedEnvironment, 'deployment' | 'platform' | 'history'>,
  job: string,
  dms: Pick<Dms, 'describeTasks'>,
  plans: Plans = createPlans(),
): Promise<CdcJob> {
  const replication = await environment.history.replication(job);
  if (replication !== undefined) {
    const arn = replication.taskArn;
    const [task] = arn === undefined ? [] : await dms.describeTasks([arn]);
    return { job, replication, ...(task === undefined ? {} : { task }) };
  }
  const starter = await jobStarterOf(environment, job);
  const { mode } = await plans.job(starter.plan, job);
  if (mode === 'full-load') throw new UseCaseError({ kind: 'not-a-cdc-job', job });
  return { job };
}

/** Stores the checkpoint that DMS shows, if any. Returns the one that is stored afterwards. */
export async function storeCheckpoint(
  { history }: Pick<DeployedEnvironment, 'history'>,
  { job, task }: Pick<CdcJob, 'job' | 'task'>,
  seenIn: Checkpoint['seenIn'],
  now: Date,
): Promise<Checkpoint | undefined> {
  if (task !== undefined) await keepCheckpoint(history, job, task, seenIn, now);
  return history.checkpoint(job);
}
