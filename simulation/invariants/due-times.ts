import type { RunRecord } from '../../core/runs/record/run-record';
import type { Invariant } from './invariant';

/** Milliseconds from the beginning of a rate until a poll sees its job, of which some die. */
const seenWithin = 300_000;

export const dueTimes: Invariant = {
  name: 'due-times',
  sentence:
    'Every scheduled time of an enabled, unpaused job has a first attempt or one record that it was missed.',
  violations: ({ due, runs }) => {
    const known = new Set(runs.map(({ record }) => record.run));
    const missed = runs.flatMap(({ record }) => missedTime(record) ?? []);
    return due
      .filter(({ isOwed, run }) => isOwed && !known.has(run))
      .filter(({ job, time }) => !missed.some((one) => one.job === job && isSameTime(time, one.at)))
      .map(({ job, time }) => `${job} was due at ${time}, and has neither a run nor a missed one`);
  },
};

function missedTime({ jobKey, trigger, verdict }: RunRecord): { job: string; at: number } | undefined {
  if (verdict?.outcome !== 'missed' || trigger.by !== 'schedule') return undefined;
  return { job: jobKey, at: Date.parse(trigger.scheduledTime) };
}

/**
 * Only runs show from which second a rate counts. While none has begun, polls count from the time at which one first saw the job.
 * Cron expressions are due at whole minutes, which everybody knows.
 */
function isSameTime(due: string, missed: number): boolean {
  const later = missed - Date.parse(due);
  return !due.endsWith(':00Z') && later >= 0 && later < seenWithin;
}
