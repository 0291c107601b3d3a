import type { ChangeMode } from '../../model/mode';
import type { DmsWait } from './dms-wait';
import type { StartMark } from './task';

/**
 * Goals of CreateTask and StartTask. `connections-tested`: both connections of the run have passed their test. `identifier-free`: no task of another run has the run's identifier. `settled`: the task
 * accepts a modification or a start.
 */
export const dmsWaitGoals = ['connections-tested', 'identifier-free', 'settled'] as const;
export type DmsWaitGoal = (typeof dmsWaitGoals)[number];

/** Goals that a state registers with a task token. */
export const awaitedGoals = ['admitted', ...dmsWaitGoals, 'ready', 'load-finished', 'replicating'] as const;

/** States of its task that a run waits for. `admitted`: permission to begin. `none`: it waits for nothing now. */
export const goals = ['none', ...awaitedGoals, 'deleted'] as const;
export type Goal = (typeof goals)[number];

export function isDmsWaitGoal(goal: Goal): goal is DmsWaitGoal {
  return dmsWaitGoals.some((one) => one === goal);
}

/** A goal of a run, with what is known about its task. Times are ISO 8601. */
export interface Pursuit {
  readonly goal: Goal;
  readonly start?: StartMark | undefined;
  /** Time at which a load that is not over fails. */
  readonly deadline?: string | undefined;
  /** Number of tables in the plan. */
  readonly expectedTables?: number | undefined;
  /** Mode of a CDC job, whose task outlives the run. */
  readonly livesOn?: ChangeMode | undefined;
  readonly taskArn?: string | undefined;
  /** Identifier that a task of the run has, or would have had: it is recorded before the creation. */
  readonly taskIdentifier?: string | undefined;
  /** Time since which DMS has answered without the task. */
  readonly missingSince?: string | undefined;
  /** Present while the run is not admitted. It stops waiting at `until`. */
  readonly waits?: { readonly until: string } | undefined;
  /** Present once CreateTask or StartTask has waited for DMS. */
  readonly dmsWait?: DmsWait | undefined;
  /** Time at which DMS was first seen to delete the task. */
  readonly deletingSince?: string | undefined;
}
