import { keepCheckpoint } from '../../../application/replications/checkpoint-store';
import { namedSlot } from '../../../core/checks/position/after-deletion';
import { cutText } from '../../../core/cut-text';
import { isTransient } from '../../../core/runs/record/run-error';
import type { Replication } from '../../../core/runs/replication/replication';
import type { Task } from '../../../core/runs/task/task';
import type { Attempts } from '../attempts';
import { recordEvent } from '../notify';
import { payNow } from '../pay-requests';
import type { PollPorts } from '../poll-ports';

/**
 * Deletes the task of a job that only loads now, so that the job's next run can write. Its checkpoint is stored first. A deletion that
 * DMS refuses is repeated, and recorded once per reason.
 */
export async function deleteUnused(
  ports: PollPorts,
  attempts: Attempts,
  record: Replication,
  task: Task,
  now: Date,
): Promise<void> {
  const { forJob, replacement } = record;
  if (!(await payNow(ports, 'action', 1, now))) return;
  await keepCheckpoint(ports.history, forJob, task, 'before-delete', now);
  const known = record.deletion?.taskArn === task.arn ? record.deletion : undefined;
  if (known === undefined) {
    await recordEvent(ports, record, 'task-replaced', deletionText(record), now);
    await ports.history.recordDeletion(forJob, { taskArn: task.arn });
  }
  // The next load is whole: a task that may follow later replaces none.
  if (replacement !== undefined) await ports.history.endReplacement(forJob);
  try {
    await ports.dms.deleteTask(task.arn);
  } catch (error) {
    const refusal = cutText(String(error), 1000);
    if (!isTransient(error) && refusal !== known?.refusal)
      await attempts.do(async () => {
        await recordEvent(ports, record, 'delete-failed', refusal, now);
        await ports.history.recordDeletion(forJob, { taskArn: task.arn, refusal });
      });
    throw error;
  }
}

function deletionText({ source }: Pick<Replication, 'source'>): string {
  const text = 'the task is deleted, because the job has mode: full-load; its next load is whole';
  const slot = source?.engine === 'postgres' ? namedSlot(source.connectionAttributes) : undefined;
  if (slot === undefined) return text;
  return `${text}; if no other job reads the slot ${slot}, drop it on the source, because it keeps log: SELECT pg_drop_replication_slot('${slot}')`;
}
