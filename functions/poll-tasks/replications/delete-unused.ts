import { keepCheckpoint } from '../../../application/replications/checkpoint-store';
import { namedSlot } from '../../../core/checks/position/after-deletion';
import type { Replication } from '../../../core/runs/replication/replication';
import type { Task } from '../../../core/runs/task/task';
import { recordEvent } from '../notify';
import { payNow } from '../pay-requests';
import type { PollPorts } from '../poll-ports';

/** Deletes the task of a job that only loads now, so that the job's next run can write. Its checkpoint is stored first. */
export async function deleteUnused(
  ports: PollPorts,
  record: Replication,
  task: Task,
  now: Date,
): Promise<void> {
  if (!(await payNow(ports, 'action', 1, now))) return;
  await keepCheckpoint(ports.history, record.forJob, task, 'before-delete', now);
  await recordEvent(ports, record, 'task-replaced', deletionText(record), now);
  // The next load is whole: a task that may follow later replaces none.
  if (record.replacement !== undefined) await ports.history.endReplacement(record.forJob);
  await ports.dms.deleteTask(task.arn);
}

function deletionText({ source }: Pick<Replication, 'source'>): string {
  const text = 'the task is deleted, because the job has mode: full-load; its next load is whole';
  const slot = source?.engine === 'postgres' ? namedSlot(source.connectionAttributes) : undefined;
  if (slot === undefined) return text;
  return `${text}; if no other job reads the slot ${slot}, drop it on the source, because it keeps log: SELECT pg_drop_replication_slot('${slot}')`;
}
