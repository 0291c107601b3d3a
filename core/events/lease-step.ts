import type { JobPlan } from '../planning/job-plan';
import { type Holder, heldTooLongFrom } from '../runs/job/held-lease';
import type { JobState } from '../runs/job/job-state';
import { jobChanged } from './job-changed';
import { durationText, type JobStep } from './job-step';

/** Holder of a job's lease. `unknown`: the runs in flight could not all be read. */
export type HolderOfJob = Holder | 'none' | 'unknown';

/** Reports a run that holds the job's lease for more than one period of the schedule, and the end of that. */
export function leaseStep(
  job: JobPlan,
  { held }: Partial<JobState>,
  holder: HolderOfJob,
  now: Date,
): JobStep | undefined {
  if (holder === 'unknown') return undefined;
  if (held !== undefined && (holder === 'none' || holder.run !== held.run)) return released(job, held, now);
  if (held !== undefined || holder === 'none' || job.schedule === undefined) return undefined;
  const from = heldTooLongFrom(job.schedule, holder.since);
  if (from === undefined || from > now) return undefined;
  const { run, since } = holder;
  const age = durationText((now.getTime() - Date.parse(since)) / 1000);
  const message = jobChanged(job, {
    change: 'lease-held',
    at: from.toISOString(),
    cause: `${run} has been in flight for ${age}, longer than one period of the schedule, so ${effect(job)}`,
    fix: `lakeferry cancel ${run} ends it; a lower max-duration makes such a run fail in time`,
    run,
  });
  return { message, part: 'held', before: undefined, after: { run, since } };
}

function released(job: JobPlan, held: NonNullable<JobState['held']>, now: Date): JobStep {
  const message = jobChanged(job, {
    change: 'lease-released',
    at: now.toISOString(),
    idTime: held.since,
    cause: `${held.run} is no longer in flight`,
    run: held.run,
  });
  return { message, part: 'held', before: held, after: undefined };
}

function effect({ overlap = 'skip' }: JobPlan): string {
  switch (overlap) {
    case 'skip':
      return 'later runs are skipped';
    case 'queue':
      return 'the next run waits, and later ones are skipped';
    case 'cancel-previous':
      return 'the next run waits until it is cancelled';
  }
}
