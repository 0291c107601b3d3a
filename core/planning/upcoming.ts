import { nextFireTimes } from '../schedule/fire-times';
import type { JobPlan } from './job-plan';
import type { Plan } from './plan';

export interface Firing {
  readonly job: JobPlan;
  /** ISO 8601 with the offset of the schedule's zone. */
  readonly at: string;
}

/** The next `each` times of every enabled schedule of a plan after `from`, earliest first. */
export function upcoming(plan: Plan, from: Date, each = 5): Firing[] {
  return plan.departments
    .flatMap((department) => department.jobs)
    .flatMap((job) =>
      job.schedule === undefined || !job.enabled
        ? []
        : nextFireTimes(job.schedule, from, each).map((at) => ({ job, at })),
    )
    .sort(
      (a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.job.identity.key < b.job.identity.key ? -1 : 1),
    );
}
