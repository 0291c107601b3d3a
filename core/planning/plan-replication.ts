import { maxLatencyOf } from '../config/schema/defaults';
import type { Job } from '../config/schema/job-schema';
import { durationSeconds } from '../schedule/duration';
import { longestGapSeconds } from '../schedule/longest-gap';
import type { Schedule } from '../schedule/schedule';
import type { ReplicationPlan, StartFrom } from './job-plan';

/** Plan for the changes of a job; empty for a full load. */
export function planReplication(
  job: Job,
  schedule: Schedule | undefined,
): { readonly replication?: ReplicationPlan } {
  if (job.mode === 'full-load') return {};
  const gap = schedule === undefined ? undefined : longestGapSeconds(schedule);
  return {
    replication: {
      startFrom: startFrom(job['start-from'] ?? 'now'),
      maxLatencySeconds: durationSeconds(maxLatencyOf(job)),
      resumeLimit: job['resume-limit'] ?? 5,
      ...(gap === undefined ? {} : { longestGapSeconds: gap }),
    },
  };
}

function startFrom(written: NonNullable<Job['start-from']>): StartFrom {
  if (typeof written === 'string') return { kind: written };
  return 'time' in written
    ? { kind: 'time', time: written.time }
    : { kind: 'position', position: written.position };
}
