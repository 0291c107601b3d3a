import { durationSeconds } from '../../../schedule/duration';
import { longestGapSeconds } from '../../../schedule/longest-gap';
import type { Finding } from '../../reading/problem';
import type { Job } from '../../schema/job-schema';

/** Keys about what happens around runs that do not fit the mode or schedule. `isRead`: the schedule has no errors. */
export function checkFollowUps(job: Job, isRead: boolean): Finding[] {
  return [...pause(job), ...overlap(job), ...freshness(job, isRead)];
}

function pause(job: Job): Finding[] {
  if (job['pause-after'] === undefined || job.schedule !== undefined) return [];
  return [
    {
      path: ['pause-after'],
      onKey: true,
      message: '"pause-after" does not apply without a schedule: a pause skips scheduled runs',
      hint: 'remove it, or add a schedule',
    },
  ];
}

function overlap({ mode, overlap: policy }: Job): Finding[] {
  if (policy === undefined || mode === 'full-load') return [];
  return [
    {
      path: ['overlap'],
      onKey: true,
      message: `"overlap" does not apply to ${mode}: its one task keeps running, and runs only start it again`,
      hint: 'remove it',
    },
  ];
}

/** A limit below the time between two loads would be exceeded by a job that works. */
function freshness(job: Job, isRead: boolean): Finding[] {
  const { mode, schedule: expression, 'fresh-within': written } = job;
  if (!isRead || mode !== 'full-load' || written === undefined || written === 'off') return [];
  // Clock changes lengthen a gap by an hour at most, so the zone does not matter here.
  const gap = expression === undefined ? undefined : longestGapSeconds({ expression, timeZone: 'UTC' });
  if (gap === undefined || durationSeconds(written) > gap) return [];
  const hours = Math.ceil(gap / 3600);
  return [
    {
      path: ['fresh-within'],
      value: written,
      message: `"${written}" is not longer than the time between two runs, ${hours}h at most: the data would be stale before each load`,
      hint: `write at least ${hours + 2}h, or remove it to have the default`,
    },
  ];
}
