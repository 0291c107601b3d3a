import type { InFlightRun } from '../record/in-flight-run';
import { arnsOf } from '../task/task';
import type { Hold } from './hold';
import { type HeldJob, runsUsing } from './hold-users';

/** States of a hold, as people see it. */
export const holdStates = ['waits', 'changes', 'refused'] as const;

/** Deployment that holds tasks and runs. */
export interface HoldingDeployment {
  /** Such as `deployment of lakeferry-prod-sales`. */
  readonly reason: string;
  /** Absent for a hold that no deployment has asked for. */
  readonly since?: string;
  /** Time at which it ends at the latest. */
  readonly until: string;
  readonly state: (typeof holdStates)[number];
  /** Reason for which the deployment was refused. */
  readonly refusedBecause?: string;
  /** Runs for which it waits, as `department/job (run <run>)`. */
  readonly waitsFor: readonly string[];
  /** CDC jobs whose tasks it stops. */
  readonly jobs: readonly string[];
}

/** True while a hold concerns people. One of new endpoints holds nothing, and neither does one whose deadline has passed. */
export function isHolding({ resources, jobs = [], until }: Hold, now: Date): boolean {
  return until > now.toISOString() && (resources?.length !== 0 || jobs.length > 0);
}

/** A hold for people, with the runs in flight and the CDC jobs that it concerns. */
export function holdingDeployment(
  hold: Hold,
  runs: readonly InFlightRun[],
  replications: readonly HeldJob[],
): HoldingDeployment {
  const { reason, until, request, resources = [] } = hold;
  const refusedBecause = request?.answer?.reason;
  const uses = ({ endpoints, taskArn, seen }: HeldJob): boolean =>
    taskArn !== undefined &&
    seen?.status !== 'gone' &&
    arnsOf(endpoints).some((arn) => resources.includes(arn));
  const state = stateOf(hold);
  return {
    reason,
    ...(request === undefined ? {} : { since: request.at }),
    until,
    state,
    ...(refusedBecause === undefined ? {} : { refusedBecause }),
    waitsFor: state === 'waits' ? runsUsing(resources, runs) : [],
    jobs: state === 'refused' ? [] : replications.filter(uses).map(({ forJob }) => forJob),
  };
}

function stateOf({ request }: Hold): HoldingDeployment['state'] {
  if (request?.answer?.status === 'FAILED') return 'refused';
  return request !== undefined && request.answer === undefined ? 'waits' : 'changes';
}
