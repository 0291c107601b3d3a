import { mustTest } from '../../application/runs/run-connections';
import { startTested } from '../../application/runs/start-tested';
import { orWait, untilSettled, type WaitingForDms } from '../../application/runs/wait-for-dms';
import type { RunInFlight } from '../../aws/history/reader';
import { arrivalsOf } from '../../core/runs/record/in-flight-run';
import { parseEvent, TaskEvent } from '../../core/runs/record/parse-event';
import { RunError } from '../../core/runs/record/run-error';
import { endpointsOf } from '../../core/runs/record/run-record';
import { connectionsOf } from '../../core/runs/task/connection';
import { recentlySeen } from '../../core/runs/task/seen-task';
import { startStep } from '../../core/runs/task/start-step';
import { isMissingForGood } from '../../core/runs/task/task-step';
import type { Task } from '../../core/runs/task/task';
import { startReplication } from './start-replication';
import type { StartTaskPorts } from './start-task-ports';

export interface StartedTask {
  /** Start type, or `before` when an earlier attempt started it. */
  readonly started: string;
  /** Time at which a load that is not over fails. The state machine waits until then. */
  readonly deadline: string;
}

/**
 * Starts the run's task, unless an earlier attempt did. It records the task's last start first, by which polls distinguish the end
 * of this run from the end of an earlier one. Returns what the run must wait for first.
 */
export async function startTask(
  ports: StartTaskPorts,
  event: unknown,
  now: Date,
): Promise<StartedTask | WaitingForDms> {
  const { history } = ports;
  const asked = parseEvent(TaskEvent, event);
  return await orWait(history, 'StartTask', asked, now, async () => {
    const known = await history.knownRunInFlight(asked.run);
    return await untilSettled(known.record.task?.arn, () => start(ports, known, now));
  });
}

async function start(ports: StartTaskPorts, known: RunInFlight, now: Date): Promise<StartedTask> {
  const { history, dms, plans } = ports;
  const { record, inFlightRun } = known;
  const job = await plans.job(record.plan, record.jobKey);
  const arrivals = arrivalsOf(inFlightRun);
  const task = await describedTask(dms, known, now);
  if (task === undefined && !isMissingForGood(record.phases.taskReady ?? arrivals.taskReady, now))
    throw new RunError('TaskBusy', 'DMS does not list the task, which was ready');
  if (task === undefined)
    throw new RunError(
      'TaskDisappeared',
      'DMS no longer has the task; CloudTrail shows who deleted it (DeleteReplicationTask)',
    );

  const mark = await history.recordStart(
    record.run,
    { requestedAt: now.toISOString(), previousStartedAt: task.startedAt },
    arrivals,
  );
  const deadline = new Date(Date.parse(mark.requestedAt) + job.maxDurationSeconds * 1000).toISOString();
  await history.inFlightRunStarts(
    record.run,
    mark,
    deadline,
    record.onlyTables?.length ?? job.expectedTables.length,
  );

  if (record.mode !== undefined) {
    const { started } = await startReplication(ports, record, job, { task, mark }, now);
    if (started === 'before') await history.inFlightRunLeavesTask(record.run);
    return { started, deadline };
  }
  const step = startStep(task, mark);
  if (step.do === 'retry') throw new RunError('TaskBusy', `the task is ${task.status}`);
  if (step.do === 'leave') return { started: 'before', deadline };
  // CreateTask has tested both connections for this run. DMS says if that does not count.
  const connections = connectionsOf(endpointsOf(record), job);
  const untested = await startTested(ports, task.arn, connections, step.type);
  if (untested !== undefined) throw mustTest(connections, untested);
  return { started: step.type, deadline };
}

/**
 * Task as the poll saw it when it was ready. The first start of a full load relies on it, because only this run starts its task, and DMS
 * refuses a start that does not fit. Anything else needs the live status.
 */
async function describedTask(
  dms: StartTaskPorts['dms'],
  { record: { task, start, mode }, inFlightRun }: RunInFlight,
  now: Date,
): Promise<Task | undefined> {
  const isFirst = start === undefined && mode === undefined;
  const seen = isFirst && inFlightRun !== undefined ? recentlySeen(inFlightRun, now) : undefined;
  return seen ?? (task === undefined ? undefined : await dms.findTask(task.identifier));
}
