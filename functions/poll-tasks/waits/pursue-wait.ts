import { visibleTags } from '../../../application/runs/own-task';
import { ownerOf } from '../../../core/runs/record/new-run';
import type { DmsWait } from '../../../core/runs/task/dms-wait';
import type { InFlightRun } from '../../../core/runs/record/in-flight-run';
import { isRunError } from '../../../core/runs/record/run-error';
import { type DmsWaitGoal, isDmsWaitGoal } from '../../../core/runs/task/goal';
import type { Task } from '../../../core/runs/task/task';
import {
  type ConnectionStep,
  type Owner,
  towardsConnectionsTested,
  towardsIdentifierFree,
  towardsSettled,
} from '../../../core/runs/task/wait-step';
import type { TaskStep } from '../../../core/runs/task/task-step';
import type { Attempts } from '../attempts';
import { isToBeCancelled } from '../cancel-requested';
import type { DescribedTasks } from '../describe-tasks';
import { payAhead, payNow } from '../pay-requests';
import type { PollPorts } from '../poll-ports';
import type { Step as PollStep } from '../steps';
import { answer, keepAlive } from '../answer';
import type { DmsAnswers } from './read-waits';

type WaitingRun = InFlightRun & { readonly goal: DmsWaitGoal; readonly dmsWait: DmsWait };

export function isWaitingForDms(run: InFlightRun): run is WaitingRun {
  return run.dmsWait !== undefined && isDmsWaitGoal(run.goal) && !isToBeCancelled(run);
}

interface Step {
  readonly step: TaskStep | ConnectionStep;
  readonly task?: Task | undefined;
}

/** Step towards what CreateTask or StartTask waits for. Safe to repeat. Without an answer of DMS it only sends heartbeats. */
export function stepOfWaitingRun(
  ports: PollPorts,
  run: WaitingRun,
  answers: DmsAnswers,
  described: DescribedTasks,
  now: Date,
): PollStep {
  return {
    name: run.run,
    about: { run: run.run, job: run.forJob },
    isUrgent: true,
    readable: undefined,
    async take(attempts) {
      const next = await attempts.take(() => nextStep(ports, run, answers, described, now), undefined);
      await act(ports, attempts, run, next ?? { step: { do: 'wait' } }, now);
      return undefined;
    },
  };
}

async function nextStep(
  ports: PollPorts,
  run: WaitingRun,
  answers: DmsAnswers,
  { tasks, unknown }: DescribedTasks,
  now: Date,
): Promise<Step | undefined> {
  const { dmsWait } = run;
  switch (run.goal) {
    case 'connections-tested': {
      const connections = answers.connectionsOf(run);
      return connections && { step: towardsConnectionsTested(dmsWait, connections, now) };
    }
    case 'identifier-free': {
      const found = answers.identifiedBy(run);
      if (found === undefined) return undefined;
      const { task } = found;
      const owner = task === undefined ? 'unknown' : await ownerOfTask(ports, run, task, now);
      return { step: towardsIdentifierFree(dmsWait, task, owner, now), task };
    }
    case 'settled': {
      const { taskArn } = dmsWait;
      if (taskArn !== undefined && unknown.has(taskArn)) return undefined;
      const task = taskArn === undefined ? undefined : tasks.get(taskArn);
      return { step: towardsSettled(dmsWait, task, now), task };
    }
  }
}

async function ownerOfTask(
  { dms, environment }: PollPorts,
  { run }: WaitingRun,
  task: Task,
  now: Date,
): Promise<Owner> {
  if (task.status === 'deleting') return 'unknown';
  try {
    return ownerOf(await visibleTags(dms, task, now), environment, { run });
  } catch (error) {
    if (isRunError(error, 'TaskBusy')) return 'unknown';
    throw error;
  }
}

async function act(
  ports: PollPorts,
  attempts: Attempts,
  run: WaitingRun,
  { step, task }: Step,
  now: Date,
): Promise<void> {
  const { dms, executions, history } = ports;
  const { connections } = run.dmsWait;
  const pay = (requests: number) => attempts.take(() => payNow(ports, 'action', requests, now), false);
  switch (step.do) {
    case 'wait':
      break;
    case 'test':
      if (connections !== undefined && (await pay(step.endpointArns.length)))
        for (const endpointArn of step.endpointArns)
          await attempts.do(() => dms.testConnection(connections.replicationInstanceArn, endpointArn));
      break;
    case 'stop':
      if (task !== undefined && (await pay(1))) await attempts.do(() => dms.stopTask(task.arn));
      break;
    case 'delete':
      if (task !== undefined && (await pay(1))) await attempts.do(() => dms.deleteTask(task.arn));
      break;
    case 'arrive':
      if (await attempts.take(() => arrive(ports, attempts, run, now), false)) return;
      break;
    case 'give-up': {
      if (connections !== undefined) await attempts.do(() => history.forgetPassedTests(connections));
      const send = (token: string) => executions.fail(token, step.error, step.cause);
      await attempts.do(() => answer(ports, run, now, send));
      return;
    }
  }
  await attempts.do(() => keepAlive(ports, run, now));
}

/** False: the next requests of the run are not paid. */
async function arrive(ports: PollPorts, attempts: Attempts, run: WaitingRun, now: Date): Promise<boolean> {
  const { connections } = run.dmsWait;
  const payment = await payAhead(ports, run, now);
  if (payment === undefined) return false;
  // A refused record costs another description, and stops nothing.
  if (run.goal === 'connections-tested' && connections !== undefined)
    await attempts.do(() => ports.history.recordPassedTests(connections, now));
  await answer(ports, run, now, (token) =>
    ports.executions.succeed(token, { arrived: run.goal, ...payment }),
  );
  return true;
}
