import { keepCheckpoint } from '../../application/replications/checkpoint-store';
import type { DeployedJob } from '../../aws/deployed-jobs';
import type { EventKind } from '../../core/runs/replication/job-event';
import type { Replication } from '../../core/runs/replication/replication';
import { type ReplicationStep, replicationStep, whyDown } from '../../core/runs/replication/replication-step';
import { slotAlarm } from '../../core/runs/replication/slot-findings';
import type { Task } from '../../core/runs/task/task';
import { followDeployment } from './follow-deployment';
import { monitor } from './monitor';
import { clearAlert, raiseAlert, recordEvent } from './notify';
import type { PollPorts } from './poll-ports';
import type { Supervision } from './supervision';

/** Compares the desired state of a CDC job with its task and takes one step. Safe to repeat. */
export async function supervise(
  ports: PollPorts,
  supervision: Supervision,
  known: Replication,
  task: Task | undefined,
  now: Date,
  withTables: boolean,
): Promise<void> {
  if (task !== undefined) await keepCheckpoint(ports.history, known.forJob, task, 'sweep', now);
  const deployed = supervision.deployed.get(known.forJob);
  const record = await asDeployed(ports, known, deployed, now);
  await recordDown(ports, record, task, now);
  await checkSlotAlarm(ports, record, now);
  const inFlight = supervision.held.has(record.forJob);
  const held = inFlight || (await followDeployment(ports, record, deployed?.taskDefinition, inFlight, now));
  const step = replicationStep(record, task, held, now);
  const seen = seenOf(record, task, now);
  // For a monitored task it is recorded with the measures.
  if (!isMonitored(supervision, step, task)) await ports.history.recordSeen(record.forJob, { seen });
  await act(ports, supervision, { ...record, seen }, task, step, now, withTables);
}

function isMonitored({ keepsSeries }: Supervision, step: ReplicationStep, task: Task | undefined): boolean {
  return step.do === 'monitor' && keepsSeries && task !== undefined;
}

async function act(
  ports: PollPorts,
  supervision: Supervision,
  record: Replication,
  task: Task | undefined,
  step: ReplicationStep,
  now: Date,
  withTables: boolean,
): Promise<void> {
  const { history, dms } = ports;
  switch (step.do) {
    case 'rest':
    case 'wait':
      return;
    case 'monitor':
      if (step.recovered) await recovered(ports, record, now);
      if (task === undefined || !supervision.keepsSeries) return;
      return await monitor(ports, record, task, supervision.latencies.get(task.arn), now, withTables);
    case 'stop':
      if (task === undefined) return;
      await keepCheckpoint(history, record.forJob, task, 'before-stop', now);
      return await dms.stopTask(task.arn);
    case 'resume':
      return await resume(ports, record, task, step, now);
    case 'give-up':
      await recordEvent(ports, record, task === undefined ? 'task-missing' : 'gave-up', step.cause, now);
      return await raiseAlert(ports, record, 'down', step.cause, now);
    case 'stand-down':
      await recordEvent(ports, record, 'stopped-as-ordered', step.cause, now);
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
  { forJob, resumes, resumeLimit, ...record }: Replication,
  task: Task | undefined,
  { attempt, nextAt, cause }: Extract<ReplicationStep, { do: 'resume' }>,
  now: Date,
): Promise<void> {
  if (task === undefined) return;
  const counted = { count: attempt, lastAt: now.toISOString(), nextAt };
  if (!(await ports.history.countResume(forJob, counted, resumes?.count ?? 0))) return;
  await recordEvent(
    ports,
    { forJob, ...record },
    'resumed',
    `attempt ${attempt} of ${resumeLimit}: ${cause}`,
    now,
  );
  try {
    await ports.dms.startTask(task.arn, 'resume-processing');
  } catch (error) {
    await recordEvent(ports, { forJob, ...record }, 'resume-failed', String(error).slice(0, 1000), now);
    throw error;
  }
}

/** Stops a job that the configuration removes or disables. Its checkpoint is kept. */
async function asDeployed(
  ports: PollPorts,
  record: Replication,
  deployed: DeployedJob | undefined,
  now: Date,
): Promise<Replication> {
  if (record.desired === 'stopped' || deployed === undefined || deployed.state === 'enabled') return record;
  const [kind, why]: [EventKind, string] =
    deployed.state === 'removed'
      ? ['job-removed', 'no deployed department has the job']
      : ['job-disabled', 'its department’s file has enabled: false'];
  await recordEvent(ports, record, kind, `${why}; its task is stopped and its checkpoint kept`, now);
  const desiredAt = now.toISOString();
  const wanted = { desired: 'stopped', desiredBy: 'config', desiredAt } as const;
  return (await ports.history.changeDesiredState(record.forJob, wanted)) ?? record;
}

/** Raises or clears the alarm about the log that the source keeps for the slot. CheckSource measures it, but cannot reach SNS. */
async function checkSlotAlarm(ports: PollPorts, record: Replication, now: Date): Promise<void> {
  const { slot } = record;
  const alarm = slotAlarm(record);
  if (slot === undefined || alarm === 'none') return;
  const detail = `the source keeps ${slot.lagBytes} bytes of log for slot ${slot.name}`;
  await recordEvent(ports, record, alarm === 'raise' ? 'slot-lag' : 'slot-well', detail, now);
  await (alarm === 'raise' ? raiseAlert : clearAlert)(ports, record, 'slot', detail, now);
}

/** Records that the task went down, before its new status: events of one moment are recorded once. */
async function recordDown(
  ports: PollPorts,
  record: Replication,
  task: Task | undefined,
  now: Date,
): Promise<void> {
  if (task === undefined || record.seen?.status === task.status) return;
  if (['stopped', 'failed'].includes(task.status))
    await recordEvent(ports, record, 'task-stopped', whyDown(task), now);
}

function seenOf({ seen }: Replication, task: Task | undefined, now: Date): NonNullable<Replication['seen']> {
  const at = now.toISOString();
  const status = task?.status ?? 'gone';
  return {
    status,
    at,
    since: seen?.status === status ? seen.since : at,
    stopReason: task?.stopReason,
    message: task?.lastFailureMessage?.slice(0, 1000),
  };
}

async function recovered(ports: PollPorts, record: Replication, now: Date): Promise<void> {
  await recordEvent(ports, record, 'recovered', 'the task runs steadily again', now);
  await ports.history.forgetResumes(record.forJob);
  if (record.alerts?.down !== undefined) await clearAlert(ports, record, 'down', 'the task runs again', now);
}
