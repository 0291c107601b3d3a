import { noteTask } from '../../application/runs/note-task';
import type { InFlightRun } from '../../core/runs/record/in-flight-run';
import type { Phase } from '../../core/runs/record/phases';
import { progressOf } from '../../core/runs/record/progress';
import { type DmsWaitGoal, type Goal, isDmsWaitGoal } from '../../core/runs/task/goal';
import type { Task } from '../../core/runs/task/task';
import { seenOf } from '../../core/runs/task/seen-task';
import { stepWithoutAnswer, type TaskStep, taskStep } from '../../core/runs/task/task-step';
import { closeOrphan } from './abandon';
import { answer, keepAlive } from './answer';
import type { Attempts } from './attempts';
import type { Described } from './describe-tasks';
import { clearAlert } from './notify';
import type { PollPorts } from './poll-ports';
import { afterEvidence } from './judge-orphan';
import { payAhead, payNow } from './pay-requests';
import { recordLoad } from './record-load';

const milestones = {
  admitted: 'admitted',
  ready: 'taskReady',
  'load-finished': 'loadFinished',
  replicating: 'replicating',
  deleted: 'taskDeleted',
} as const satisfies Readonly<Record<Exclude<Goal, 'none' | DmsWaitGoal>, Phase>>;

/**
 * Takes one step of a run towards its goal. Safe to repeat: a token is answered once, and DMS checks each call. Progress is
 * recorded after the action, and a refused record stops no action. Returns true while its load runs, and its tables change.
 */
export async function pursue(
  ports: PollPorts,
  attempts: Attempts,
  read: InFlightRun,
  described: Described,
  now: Date,
): Promise<boolean> {
  if (described === 'unknown') {
    await act(ports, attempts, read, undefined, stepWithoutAnswer(read, now), now);
    return false;
  }
  const task = described;
  // A task without an ARN is looked for only to delete it.
  const isKnown = read.taskArn !== undefined || read.goal === 'deleted';
  const noted = isKnown ? await attempts.take(() => noteTask(ports.history, read, task, now), read) : read;
  const inFlightRun = await attempts.take(() => noteEarlyEnd(ports.history, noted, task, now), noted);
  const step = await afterEvidence(ports, attempts, inFlightRun, task, taskStep(inFlightRun, task, now), now);
  await act(ports, attempts, inFlightRun, task, step, now);
  // When the task has arrived, JudgeRun records everything.
  const isUnderWay = inFlightRun.goal === 'load-finished' || inFlightRun.goal === 'replicating';
  if (!isUnderWay || step.do === 'arrive' || task === undefined) return false;
  await attempts.do(() => ports.history.recordProgress(inFlightRun.run, progressOf(task, now)));
  return task.status === 'running';
}

/** Records what happens to a started task before its run waits for it. Then that wait begins with a description: see `hasJustStarted`. */
async function noteEarlyEnd(
  history: PollPorts['history'],
  inFlightRun: InFlightRun,
  task: Task | undefined,
  now: Date,
): Promise<InFlightRun> {
  const { run, goal, start, livesOn, seen } = inFlightRun;
  if (goal !== 'none' || start === undefined || livesOn !== undefined) return inFlightRun;
  if (task === undefined || task.status === seen?.status) return inFlightRun;
  return (await history.inFlightRunSees(run, seenOf(task, now))) ?? inFlightRun;
}

async function act(
  ports: PollPorts,
  attempts: Attempts,
  inFlightRun: InFlightRun,
  task: Task | undefined,
  step: TaskStep,
  now: Date,
): Promise<void> {
  const { dms, history } = ports;
  const mayAct = () => attempts.take(() => payNow(ports, 'action', 1, now), false);
  const stayAlive = () => attempts.do(() => keepAlive(ports, inFlightRun, now));
  switch (step.do) {
    case 'wait':
      await stayAlive();
      return;
    case 'stop':
      if (task !== undefined && (await mayAct())) await attempts.do(() => dms.stopTask(task.arn));
      await stayAlive();
      return;
    case 'delete':
      if (
        task !== undefined &&
        (await mayAct()) &&
        (await attempts.take(() => dms.deleteTask(task.arn), false))
      )
        await attempts.do(() => history.inFlightRunDeletes(inFlightRun.run, now.toISOString()));
      await stayAlive();
      return;
    case 'arrive':
      if (inFlightRun.goal === 'replicating' && task !== undefined)
        await attempts.do(() => clearDownAlert(ports, inFlightRun, task, now));
      // The state goes on only when its arrival is recorded, and its next requests are paid. Until then it stays alive.
      if (!(await attempts.take(() => arrive(ports, inFlightRun, task, now), false))) await stayAlive();
      return;
    case 'give-up':
      await attempts.do(() =>
        answer(ports, inFlightRun, now, (token) => ports.executions.fail(token, step.error, step.cause)),
      );
  }
}

/** Clears the alert about a task that was down, when a run has brought it up. */
async function clearDownAlert(
  ports: PollPorts,
  { forJob, run }: InFlightRun,
  task: Task,
  now: Date,
): Promise<void> {
  if (task.status !== 'running') return;
  const existing = await ports.history.replication(forJob);
  if (existing?.alerts?.down === undefined) return;
  await clearAlert(ports, { forJob }, 'down', `run ${run} started the task again`, now);
}

/** False: its state waits on, because the next requests are not paid, or has not begun to wait. */
async function arrive(
  ports: PollPorts,
  inFlightRun: InFlightRun,
  task: Task | undefined,
  now: Date,
): Promise<boolean> {
  const { history, executions } = ports;
  const { goal, run, orphanedBy, token } = inFlightRun;
  const isReached = goal === 'admitted' ? inFlightRun.waits === undefined : !livesOn(inFlightRun);
  const at = now.toISOString();
  const phase = goal === 'none' || isDmsWaitGoal(goal) || !isReached ? undefined : milestones[goal];
  if (orphanedBy !== undefined) {
    await closeOrphan(history, inFlightRun, orphanedBy, now, phase);
    return true;
  }
  // An execution may end between its admission and its wait. Nobody else looks for that end when its event is lost.
  if (token === undefined) return false;
  const payment = await payAhead(ports, inFlightRun, now);
  if (phase === 'admitted' || phase === 'taskDeleted') await history.recordPhase(run, phase, at);
  // The function that continues decides by this answer of DMS.
  else if (phase !== undefined && (payment !== undefined || inFlightRun[`${phase}At`] === undefined))
    await history.inFlightRunArrives(run, { phase, at, seen: task && seenOf(task, now) });
  if (payment === undefined) return false;
  if (goal === 'replicating' && task !== undefined) await recordLoad(ports, inFlightRun, task, now);
  await answer(ports, inFlightRun, now, () => executions.succeed(token, { arrived: goal, ...payment }));
  return true;
}

/** Returns true for the cleanup of a CDC job's run, which deletes no task. */
function livesOn({ goal, livesOn: mode }: InFlightRun): boolean {
  return goal === 'deleted' && mode !== undefined;
}
