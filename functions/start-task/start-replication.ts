import { ensureRunConnectionsTested, mustTest } from '../../application/runs/run-connections';
import { startTested } from '../../application/runs/start-tested';
import type { JobPlan } from '../../core/planning/job-plan';
import { isRunError, RunError } from '../../core/runs/record/run-error';
import { endpointsOf, type RunRecord } from '../../core/runs/record/run-record';
import { replicationPlanOf } from '../../core/runs/replication/desired-state';
import type { EventKind } from '../../core/runs/replication/job-event';
import { replacedStart } from '../../core/runs/replication/replaced-start';
import { type ReplicationStart, replicationStart } from '../../core/runs/replication/replication-start';
import { wayOutOfText } from '../../core/runs/replication/way-out';
import { connectionsOf } from '../../core/runs/task/connection';
import type { StartMark, Task } from '../../core/runs/task/task';
import { hasRun } from '../../core/runs/task/task';
import type { StartTaskPorts } from './start-task-ports';

/** Starts, resumes or leaves alone the one task of a CDC job, according to its live status. */
export async function startReplication(
  ports: StartTaskPorts,
  record: RunRecord,
  job: JobPlan,
  { task, mark }: { readonly task: Task; readonly mark: StartMark },
  now: Date,
): Promise<{ started: string }> {
  const { history } = ports;
  // Only a task that never ran needs a start position.
  const checkpoint = hasRun(task) ? undefined : await history.checkpoint(record.jobKey);
  const { replacement } = (await history.replication(record.jobKey)) ?? {};
  const { startFrom, ignoresCheckpoint } = replacedStart(replicationPlanOf(job).startFrom, replacement);
  const start = replicationStart(task, mark, startFrom, ignoresCheckpoint ? undefined : checkpoint);
  const endReplacement = async (): Promise<void> => {
    if (replacement !== undefined) await history.endReplacement(record.jobKey);
  };
  switch (start.do) {
    case 'leave':
      await endReplacement();
      return { started: 'before' };
    case 'retry':
      throw new RunError('TaskBusy', `the task is ${task.status}`);
    case 'refuse':
      throw new RunError(start.error, start.cause);
    case 'start': {
      await ensureRunConnectionsTested(ports, record, job, now);
      const recordEvent = (kind: EventKind, detail: string): Promise<void> =>
        history.recordEvent(
          record.jobKey,
          { at: now.toISOString(), kind, detail, run: record.run },
          ports.retentionDays,
        );
      const place = start.type === 'start-replication' ? start.place : undefined;
      const connections = connectionsOf(endpointsOf(record), job);
      const untested = await startTested(ports, task.arn, connections, start.type, place).catch(
        (error: unknown) => {
          throw withWayOut(error, record);
        },
      );
      if (untested !== undefined) throw mustTest(connections, untested);
      if ('skips' in start && start.skips !== undefined)
        await recordEvent(
          'position-skipped',
          `changes since ${start.skips}, the checkpoint of an earlier task, are not replicated`,
        );
      await recordEvent('task-started', `${start.type}${placeOf(start)}`);
      await endReplacement();
      return { started: start.type };
    }
  }
}

/** Adds the way out to a refusal that no repetition fixes. */
function withWayOut(error: unknown, { jobKey, mode = 'cdc', source }: RunRecord): unknown {
  if (!isRunError(error, 'DmsRefused')) return error;
  const wayOut = wayOutOfText(error.message, { forJob: jobKey, mode, source });
  return wayOut === undefined
    ? error
    : new RunError('DmsRefused', `${error.message}; ${wayOut}`, { cause: error });
}

function placeOf(start: Extract<ReplicationStart, { do: 'start' }>): string {
  if (start.type === 'resume-processing') return ' from where it stopped';
  const { place } = start;
  switch (place.kind) {
    case 'now':
      return ' from now';
    case 'time':
      return ` from ${place.time}`;
    case 'position':
      return ` from ${place.position}`;
  }
}
