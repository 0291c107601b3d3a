import type { InFlightRun } from '../../core/runs/record/in-flight-run';
import { isDueForTouch } from '../../core/runs/record/in-flight-run';
import type { TableRecord } from '../../core/runs/record/table-record';
import type { Replication } from '../../core/runs/replication/replication';
import { replicationStep } from '../../core/runs/replication/replication-step';
import { stepWithoutAnswer, taskStep } from '../../core/runs/task/task-step';
import type { Attempts } from './attempts';
import { cancelRequested, isToBeCancelled } from './cancel-requested';
import { type DescribedTasks, taskOf, taskOfReplication } from './describe-tasks';
import type { PollPorts } from './poll-ports';
import { pursue } from './pursue';
import { measure } from './replications/monitor';
import { supervise } from './replications/supervise';
import { effectOf, holdOn, type Supervision } from './replications/supervision';

/** Step of a run or a CDC job. */
export interface Step {
  /** Run, or job. */
  readonly name: string;
  readonly about: { readonly run?: string; readonly job: string };
  /** True when somebody waits for it: a state, an end of time, or a task that is to be stopped or resumed. */
  readonly isUrgent: boolean;
  /** ARN of a task whose tables can be read now. */
  readonly readable: string | undefined;
  /** Takes the step. Returns the rest, which needs the tables. */
  readonly take: (attempts: Attempts) => Promise<TakeRest | undefined>;
}

/** Takes the rest of a step. `tables` is undefined when they are not read in this poll. */
export type TakeRest = (attempts: Attempts, tables: readonly TableRecord[] | undefined) => Promise<void>;

export function stepOfRun(ports: PollPorts, run: InFlightRun, tasks: DescribedTasks, now: Date): Step {
  const { taskArn = '' } = run;
  const isRunning = tasks.tasks.get(taskArn)?.status === 'running';
  const isUnderWay = run.goal === 'load-finished' || run.goal === 'replicating';
  return {
    name: run.run,
    about: { run: run.run, job: run.forJob },
    isUrgent: isUrgent(run, tasks, now),
    readable: isUnderWay && isRunning ? taskArn : undefined,
    async take(attempts) {
      if (isToBeCancelled(run)) {
        await cancelRequested(ports, run, now);
        return undefined;
      }
      const task = await taskOf(ports, attempts, run, tasks, now);
      if (!(await pursue(ports, attempts, run, task, now))) return undefined;
      return async (_, tables) => {
        const record = tables === undefined ? undefined : await ports.history.run(run.run);
        if (record !== undefined && tables !== undefined)
          await ports.history.recordTableProgress(record, tables);
      };
    },
  };
}

export function stepOfReplication(
  ports: PollPorts,
  supervision: Supervision,
  replication: Replication,
  tasks: DescribedTasks,
  now: Date,
): Step {
  const { forJob, taskArn = '', desired } = replication;
  const known = tasks.tasks.get(taskArn);
  const isRunning = known?.status === 'running' && desired === 'running';
  const isKnown = !tasks.unknown.has(taskArn);
  const hold = effectOf(supervision, holdOn(supervision, replication, now), forJob, now);
  const next = replicationStep(replication, known, supervision.held.has(forJob), now, hold);
  return {
    name: forJob,
    about: { job: forJob },
    isUrgent: isKnown ? !['rest', 'wait', 'monitor'].includes(next.do) : desired === 'stopped',
    readable: isRunning && supervision.keepsSeries ? taskArn : undefined,
    async take(attempts) {
      const task = taskOfReplication(replication, tasks, now);
      const monitored = await supervise(ports, attempts, supervision, replication, task, now);
      if (monitored === undefined) return undefined;
      return (later, tables) => measure(ports, later, monitored, tables, now);
    },
  };
}

function isUrgent(run: InFlightRun, { tasks, unknown }: DescribedTasks, now: Date): boolean {
  const { taskArn = '' } = run;
  if (isToBeCancelled(run) || isDueForTouch(run, now)) return true;
  const step = unknown.has(taskArn) ? stepWithoutAnswer(run, now) : taskStep(run, tasks.get(taskArn), now);
  return step.do !== 'wait';
}
