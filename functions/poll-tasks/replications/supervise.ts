import { keepCheckpoint } from '../../../application/replications/checkpoint-store';
import { startTested } from '../../../application/runs/start-tested';
import { cutText } from '../../../core/cut-text';
import { kindOf } from '../../../core/model/task-status';
import { RunError } from '../../../core/runs/record/run-error';
import type { Replication } from '../../../core/runs/replication/replication';
import type { ReplicationNotice } from '../../../core/runs/replication/replication-notice';
import {
  isStoppedByHold,
  type ReplicationStep,
  replicationStep,
  whyDown,
} from '../../../core/runs/replication/replication-step';
import { wayOutOfText } from '../../../core/runs/replication/way-out';
import type { Task } from '../../../core/runs/task/task';
import type { Attempts } from '../attempts';
import type { Described } from '../describe-tasks';
import { clearAlert, raiseAlert, recordEvent } from '../notify';
import { payNow } from '../pay-requests';
import type { PollPorts } from '../poll-ports';
import { forgetPausedReading } from '../report-reading';
import { asDeployed } from './as-deployed';
import { checkSlotAlarm } from './check-slot-alarm';
import { deleteUnused } from './delete-unused';
import { endpointsUnfit } from './endpoints-fit';
import { followDeployment } from './follow-deployment';
import { keepHeld } from './keep-held';
import { checkLatencyAlarm, type MonitoredTask } from './monitor';
import { superviseUnanswered } from './supervise-unanswered';
import { deploymentOf, effectOf, holdOn, type Supervision } from './supervision';
import { testsAfterHold } from './tests-after-hold';

/**
 * Compares the desired state of a CDC job with its task and takes one step. Safe to repeat. A refused record stops no action. Returns
 * the running task that is still to be measured, if there is one.
 */
export async function supervise(
  ports: PollPorts,
  attempts: Attempts,
  supervision: Supervision,
  known: Replication,
  described: Described,
  now: Date,
): Promise<MonitoredTask | undefined> {
  const { history } = ports;
  const task = described === 'unknown' ? undefined : described;
  if (task !== undefined) await attempts.do(() => keepCheckpoint(history, known.forJob, task, 'sweep', now));
  const deployed = deploymentOf(supervision, known.forJob, now);
  const record = await asDeployed(ports, attempts, known, deployed, now);
  if (described === 'unknown') {
    await superviseUnanswered(ports, attempts, supervision, record, now);
    return undefined;
  }
  // A refused event is recorded by a later poll, which then still finds the earlier status.
  const isDownRecorded = await attempts.do(() => recordDown(ports, record, task, now));
  await checkSlotAlarm(ports, attempts, record, now);
  await forgetPausedReading(ports, attempts, record, task, now);
  const inFlight = supervision.held.has(record.forJob);
  const hold = holdOn(supervision, record, now);
  const effect = effectOf(supervision, hold, record.forJob, now);
  const waits = inFlight || effect !== undefined;
  const follows = () => followDeployment(ports, record, deployed?.taskDefinition, waits, now, task);
  const held = inFlight || (await attempts.take(follows, false));
  const step = replicationStep(record, task, held, now, effect, deployed?.onlyLoads);
  // While holds are not known, nobody knows whether the task is still held.
  if (supervision.holds !== undefined) await attempts.do(() => keepHeld(ports, record, step, hold, now));
  const seen = seenOf(record, task, now);
  if (hasBegun(record, task))
    await attempts.do(() => history.recordNewState(record.forJob, seen, begun(now), record));
  // For a monitored task it is recorded with the measures.
  const monitored = step.do === 'monitor' ? monitoredTask(supervision, { ...record, seen }, task) : undefined;
  if (isDownRecorded && monitored === undefined)
    await attempts.do(() => history.recordSeen(record.forJob, { seen }));
  await attempts.do(() => act(ports, attempts, { ...record, seen }, task, step, now));
  if (monitored !== undefined)
    await checkLatencyAlarm(ports, attempts, monitored.record, monitored.latency, now);
  return monitored;
}

function monitoredTask(
  { keepsSeries, latencies, held, deployed }: Supervision,
  record: Replication,
  task: Task | undefined,
): MonitoredTask | undefined {
  if (task === undefined || !keepsSeries) return undefined;
  const definition = held.has(record.forJob) ? undefined : deployed.get(record.forJob)?.taskDefinition;
  return { record, task, latency: latencies.get(task.arn), definition };
}

async function act(
  ports: PollPorts,
  attempts: Attempts,
  record: Replication,
  task: Task | undefined,
  step: ReplicationStep,
  now: Date,
): Promise<void> {
  const { history, dms } = ports;
  switch (step.do) {
    case 'rest':
    case 'wait':
      return;
    case 'monitor':
      if (step.recovered) await recovered(ports, attempts, record, now);
      return;
    case 'stop':
    case 'hold':
      if (task === undefined) return;
      if (!(await payNow(ports, 'action', 1, now))) return;
      await attempts.do(() => keepCheckpoint(history, record.forJob, task, 'before-stop', now));
      return await dms.stopTask(task.arn);
    case 'delete':
      return task && (await deleteUnused(ports, attempts, record, task, now));
    case 'resume':
      return await resume(ports, attempts, record, task, step, now);
    case 'give-up':
      await attempts.do(() =>
        recordEvent(ports, record, task === undefined ? 'task-missing' : 'gave-up', step.cause, now),
      );
      return await raiseAlert(ports, record, 'down', step.cause, now);
    case 'stand-down':
      await attempts.do(() => recordEvent(ports, record, 'stopped-as-ordered', step.cause, now));
      await history.changeDesiredState(record.forJob, {
        desired: 'stopped',
        desiredBy: 'settings',
        desiredAt: now.toISOString(),
      });
  }
}

/** Resumes the task. It counts the attempt first, so that a kill in between never leads to more attempts than the job allows. */
async function resume(
  ports: PollPorts,
  attempts: Attempts,
  record: Replication,
  task: Task | undefined,
  { attempt, nextAt, cause }: Extract<ReplicationStep, { do: 'resume' }>,
  now: Date,
): Promise<void> {
  if (task === undefined || !(await payNow(ports, 'action', 1, now))) return;
  const { forJob, resumes } = record;
  const { sourceEndpointArn, targetEndpointArn, replicationInstanceArn } = record.endpoints;
  const endpoints = [sourceEndpointArn, targetEndpointArn].map((endpointArn) => ({ endpointArn }));
  const connections = { replicationInstanceArn, endpoints };
  const tests =
    record.held === undefined ? 'passed' : await testsAfterHold(ports, connections, record.held.since, now);
  if (tests === 'running') return;
  const unfit = await endpointsUnfit(ports, record);
  if (unfit !== undefined) {
    const refusal = cutText(`${unfit}; then run lakeferry resume ${forJob}`, 1000);
    return await giveUp(ports, attempts, record, refusal, refusal, now);
  }
  const counted = { count: attempt, lastAt: now.toISOString(), nextAt };
  if (!(await ports.history.countResume(forJob, counted, resumes?.count ?? 0))) return;
  const most = Math.max(record.resumeLimit, attempt);
  const detail = `attempt ${attempt} of ${most}: ${cause}`;
  await attempts.do(() => recordEvent(ports, record, 'resumed', detail, now));
  try {
    if (tests !== 'passed') throw new RunError('ConnectionTestFailed', tests.failure);
    const untested = await startTested(ports, task.arn, connections, 'resume-processing');
    if (untested !== undefined)
      throw new RunError('TaskBusy', `${untested}; its connections are being tested again`);
  } catch (error) {
    const refusal = cutText(String(error), 1000);
    await attempts.do(() => recordEvent(ports, record, 'resume-failed', refusal, now));
    const wayOut = wayOutOfText(refusal, record);
    if (wayOut === undefined) throw error;
    await giveUp(ports, attempts, record, wayOut, `${refusal}; ${wayOut}`, now);
  }
}

/** Leaves a task down that nothing but a person can resume. One that a hold stopped is not to be resumed any more. */
async function giveUp(
  ports: PollPorts,
  attempts: Attempts,
  record: Replication,
  event: string,
  alert: string,
  now: Date,
): Promise<void> {
  await attempts.do(() => recordEvent(ports, record, 'gave-up', event, now));
  await raiseAlert(ports, record, 'down', alert, now);
  if (record.held !== undefined) await ports.history.forgetHeldTask(record.forJob);
}

/** Records that the task went down, before its new status: events of one moment are recorded once. */
async function recordDown(
  ports: PollPorts,
  record: Replication,
  task: Task | undefined,
  now: Date,
): Promise<void> {
  if (task === undefined || isStoppedByHold(record, task) || record.seen?.status === task.status) return;
  if (['stopped', 'failed'].includes(task.status))
    await recordEvent(ports, record, 'task-stopped', whyDown(task), now);
}

/** Kinds of states from which a task begins to run. A task that one answer of DMS left out has not begun again. */
const before: ReadonlySet<string> = new Set(['ready', 'starting', 'down']);

/** Returns true for a task that was created or stopped, and now runs. Resumed tasks and alerts have notices of their own. */
function hasBegun({ seen, resumes, alerts }: Replication, task: Task | undefined): boolean {
  if (task?.status !== 'running' || resumes !== undefined || alerts?.down !== undefined) return false;
  return seen === undefined || before.has(kindOf(seen.status));
}

function begun(now: Date): ReplicationNotice {
  return { kind: 'up', state: 'noted', detail: 'the task runs', at: now.toISOString() };
}

function seenOf({ seen }: Replication, task: Task | undefined, now: Date): NonNullable<Replication['seen']> {
  const at = now.toISOString();
  const status = task?.status ?? 'gone';
  return {
    status,
    at,
    since: seen?.status === status ? seen.since : at,
    isDeleted: seen?.status === status ? seen.isDeleted : undefined,
    stopReason: task?.stopReason,
    message: task?.lastFailureMessage === undefined ? undefined : cutText(task.lastFailureMessage, 1000),
  };
}

async function recovered(
  ports: PollPorts,
  attempts: Attempts,
  record: Replication,
  now: Date,
): Promise<void> {
  await attempts.do(() => recordEvent(ports, record, 'recovered', 'the task runs steadily again', now));
  await attempts.do(() => ports.history.forgetResumes(record.forJob));
  if (record.alerts?.down !== undefined)
    await attempts.do(() => clearAlert(ports, record, 'down', 'the task runs again', now));
}
