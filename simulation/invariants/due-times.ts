import type { RunRecord } from '../../core/runs/record/run-record';
import type { Invariant } from './invariant';
import type { DueTime } from './observation';

export const dueTimes: Invariant = {
  name: 'due-times',
  sentence:
    'Every scheduled time of an enabled, unpaused job has a first attempt or one record that it was missed.',
  violations: ({ due, runs }) => {
    const known = new Set(runs.map(({ record }) => record.run));
    const exact = new Set(due.map(({ run }) => run));
    const shifted = runs.flatMap(({ record }) => (exact.has(record.run) ? [] : (missedTime(record) ?? [])));
    return due
      .filter(({ isOwed, run }) => isOwed && !known.has(run))
      .sort((a, b) => Date.parse(a.time) - Date.parse(b.time))
      .filter((one) => !takeShifted(shifted, one))
      .map(({ job, time }) => `${job} was due at ${time}, and has neither a run nor a missed one`);
  },
};

interface Missed {
  readonly job: string;
  readonly at: number;
}

function missedTime({ jobKey, trigger, verdict }: RunRecord): Missed | undefined {
  if (verdict?.outcome !== 'missed' || trigger.by !== 'schedule') return undefined;
  return { job: jobKey, at: Date.parse(trigger.scheduledTime) };
}

/**
 * Only runs show from which second a rate counts. While none has begun since the schedule was created or updated, polls count from
 * the time at which one first saw the job, or go on as before. So a record of a missed run may be less than one stride away. Each
 * record stands for one time: the earliest one for the earliest time, which finds a record for each time if there are enough.
 */
function takeShifted(shifted: Missed[], { job, time, every }: DueTime): boolean {
  if (every === undefined) return false;
  const near = shifted.filter((one) => one.job === job && Math.abs(one.at - Date.parse(time)) < every);
  const [earliest] = near.sort((a, b) => a.at - b.at);
  if (earliest === undefined) return false;
  shifted.splice(shifted.indexOf(earliest), 1);
  return true;
}
