import type { DmsParts } from '../dms-parts';
import type { Task } from '../resources';
import { finishDeleting } from '../tasks/tasks';

/**
 * Message of a task whose replication engine went down: an error state without loss of data (user guide,
 * "Rebooting a replication instance",
 * https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.Rebooting.html), with the text
 * for a restarted instance (https://repost.aws/knowledge-center/dms-task-not-retrying).
 */
export const interrupted =
  'Last Error  Replication instance was restarted while the task was running. Task error notification received from subtask 0, thread 0 [reptask/replicationtask.c:2673] [1022502] Stop Reason RECOVERABLE_ERROR Error Level RECOVERABLE';

/** Completes or ends a transition that a crash interrupted. */
export function restoreStatus(parts: DmsParts, task: Task): void {
  switch (task.status) {
    case 'ready':
    case 'stopped':
    case 'failed':
      return;
    case 'creating':
      task.status = 'ready';
      return;
    case 'modifying':
    case 'moving':
      task.status = statusAtRest(task);
      return;
    case 'deleting':
      finishDeleting(parts, task);
      return;
    case 'starting':
    case 'running':
      fail(parts, task);
      return;
    case 'stopping':
      // The stop was requested. Changes that were read but not written are read again.
      task.status = 'stopped';
      task.stopReason = 'Stop Reason NORMAL';
      endRun(parts, task);
  }
}

function statusAtRest({ run, lastFailure }: Task): 'ready' | 'stopped' | 'failed' {
  if (run === undefined) return 'ready';
  return lastFailure === undefined ? 'stopped' : 'failed';
}

function fail(parts: DmsParts, task: Task): void {
  const { events, timings } = parts;
  task.status = 'failed';
  task.stopReason = interrupted;
  task.lastFailure = interrupted;
  endRun(parts, task);
  // Published a little later, when somebody may be listening again.
  parts.after(timings.starting, () => events.task(task, 'FAILED', interrupted));
}

function endRun({ context }: DmsParts, { run }: Task): void {
  if (run === undefined) return;
  run.stoppedAt ??= context.clock.now();
  for (const table of run.tables)
    if (table.endedAt === undefined && table.startedAt !== undefined) {
      // Tables in the middle of their load become errors, completed ones stay completed (same page).
      table.state = 'Table error';
      table.error = 'the load was interrupted';
      table.endedAt = context.clock.now();
    }
}
