import { keepEvidence } from '../../aws/evidence';
import { noteTask } from '../../aws/note-task';
import { executionEnd } from '../../core/runs/execution-end';
import { type Flight, isDueForTouch } from '../../core/runs/flight';
import { judgeReplication } from '../../core/runs/judge-replication';
import type { Phase } from '../../core/runs/run-record';
import type { Task } from '../../core/runs/task';
import { type Goal, taskStep } from '../../core/runs/task-step';
import { judge } from '../../core/runs/verdict';
import { closeOrphan } from './abandon';
import { recordLoad } from './record-load';
import { recordProgress } from './record-progress';
import type { SweepPorts } from './sweep-ports';
import { clear } from './tell';

const milestones: Readonly<Record<Exclude<Goal, 'none'>, Phase>> = {
  ready: 'taskReady',
  'load-finished': 'loadFinished',
  replicating: 'replicating',
  deleted: 'taskDeleted',
};

/** One flight's step towards its goal. Repeating it does no harm: tokens are answered once, orders to DMS are checked by it. */
export async function pursue(
  ports: SweepPorts,
  read: Flight,
  task: Task | undefined,
  now: Date,
  tablesToo: boolean,
): Promise<void> {
  const { dms, history } = ports;
  const flight = await noteTask(history, read, task, now);
  if (flight.orphanedBy !== undefined) await judgeOrphan(ports, flight, flight.orphanedBy, now);
  const step = taskStep(flight, task, now);
  // Of a task that has arrived JudgeRun keeps all that there is to see.
  const isUnderWay = flight.goal === 'load-finished' || flight.goal === 'replicating';
  if (isUnderWay && step.do !== 'arrive' && task !== undefined)
    await recordProgress(ports, flight.run, task, now, tablesToo);
  switch (step.do) {
    case 'wait':
      return await keepAlive(ports, flight, now);
    case 'stop':
      if (task !== undefined) await dms.stopTask(task.arn);
      return await keepAlive(ports, flight, now);
    case 'delete':
      if (task !== undefined && (await dms.deleteTask(task.arn)))
        await history.flightDeletes(flight.run, now.toISOString());
      return await keepAlive(ports, flight, now);
    case 'arrive':
      if (flight.goal === 'replicating' && task !== undefined) {
        await recordLoad(ports, flight, task, now);
        await isUpAgain(ports, flight, task, now);
      }
      return await arrive(ports, flight, now);
    case 'give-up':
      return await answer(ports, flight, now, (token) =>
        ports.executions.fail(token, step.error, step.cause),
      );
  }
}

/** An alert that the task was down is taken back where it was told, by the run that brought it up. */
async function isUpAgain(ports: SweepPorts, { forJob, run }: Flight, task: Task, now: Date): Promise<void> {
  if (task.status !== 'running') return;
  const standing = await ports.history.replication(forJob);
  if (standing?.alerts?.down === undefined) return;
  await clear(ports, { forJob, run }, 'down', `${run} brought the task back`, now);
}

/** What DMS knows of the task goes with it, so an orphan is judged before it is deleted; a CDC task is not. */
async function judgeOrphan(
  ports: SweepPorts,
  flight: Flight,
  reason: NonNullable<Flight['orphanedBy']>,
  now: Date,
): Promise<void> {
  const record = await ports.history.run(flight.run);
  if (record === undefined || record.verdict !== undefined) return;
  const evidence = await keepEvidence(ports, record, reason, now);
  const { mode } = record;
  const verdict = mode === undefined ? judge(evidence) : judgeReplication({ ...evidence, mode, notes: [] });
  await ports.history.recordVerdict(flight.run, verdict, now.toISOString());
}

async function arrive(ports: SweepPorts, flight: Flight, now: Date): Promise<void> {
  const { history, executions } = ports;
  const { goal, run, orphanedBy } = flight;
  if (goal !== 'none' && !(goal === 'deleted' && flight.livesOn !== undefined))
    await history.recordPhase(run, milestones[goal], now.toISOString());
  if (orphanedBy !== undefined) return await closeOrphan(history, flight, orphanedBy, now);
  await answer(ports, flight, now, (token) => executions.succeed(token, { arrived: goal }));
}

/** Answers the waiting state, or finds out why it no longer waits. */
async function answer(
  ports: SweepPorts,
  flight: Flight,
  now: Date,
  send: (token: string) => Promise<'delivered' | 'gone'>,
): Promise<void> {
  const { run, token } = flight;
  if (token === undefined) return;
  if ((await send(token)) === 'gone') return await lookAtExecution(ports, flight, now);
  await ports.history.dropToken(run, token, now.toISOString());
}

/** Tells a waiting state that its wait is alive; a state that no longer waits may belong to a dead execution. */
async function keepAlive(ports: SweepPorts, flight: Flight, now: Date): Promise<void> {
  const { history, executions } = ports;
  if (flight.orphanedBy !== undefined || !isDueForTouch(flight, now)) return;
  if (flight.token === undefined || (await executions.heartbeat(flight.token)) === 'gone')
    return await lookAtExecution(ports, flight, now);
  await history.touchFlight(flight.run, now.toISOString());
}

async function lookAtExecution(
  { history, executions }: SweepPorts,
  flight: Flight,
  now: Date,
): Promise<void> {
  const execution = await executions.describe(flight.execution);
  if (execution?.status === 'RUNNING') {
    if (flight.token !== undefined) await history.dropToken(flight.run, flight.token, now.toISOString());
    return await history.touchFlight(flight.run, now.toISOString());
  }
  await history.orphanFlight(flight.run, executionEnd(execution?.status ?? 'unknown', execution));
}
