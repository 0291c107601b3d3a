import { createDms, type Dms } from '../../aws/dms/dms';
import type { Checkpoint } from '../../core/runs/replication/checkpoint';
import type { Replication } from '../../core/runs/replication/replication';
import type { DeployedEnvironment } from '../environments/deployed-environment';
import { UseCaseError } from '../use-case-error';
import { readCdcJob, storeCheckpoint } from './cdc-job';

export interface StoredCheckpoint extends Checkpoint {
  readonly job: string;
  /** Status of the task now; `gone` without a task. */
  readonly task: string;
  /** ARN of the task now; absent without a task. */
  readonly existingTaskArn?: string;
  readonly slot?: Replication['slot'];
}

/** Stores the checkpoint that DMS shows now, and returns the stored one. */
export async function readCheckpoint(
  environment: DeployedEnvironment,
  job: string,
  now: Date,
  dms: Pick<Dms, 'describeTasks'> = createDms(),
): Promise<StoredCheckpoint> {
  const found = await readCdcJob(environment, job, dms);
  const kept = await storeCheckpoint(environment, found, 'command', now);
  const { task, replication } = found;
  if (kept === undefined)
    throw new UseCaseError({
      kind: 'no-checkpoint',
      job,
      ...(task === undefined ? {} : { status: task.status }),
    });
  const slot = replication?.slot;
  return {
    job,
    ...kept,
    task: task?.status ?? 'gone',
    ...(task === undefined ? {} : { existingTaskArn: task.arn }),
    ...(slot === undefined ? {} : { slot }),
  };
}
