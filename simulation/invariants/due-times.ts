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
 * record stands for one time.
 */
function takeShifted(shifted: Missed[], { job, time, every }: DueTime): boolean {
  if (every === undefined) return false;
  const distance = ({ at }: Missed): number => Math.abs(at - Date.parse(time));
  const near = shifted.filter((one) => one.job === job && distance(one) < every);
  const [nearest] = near.sort((a, b) => distance(a) - distance(b));
  if (nearest === undefined) return false;
  shifted.splice(shifted.indexOf(nearest), 1);
  return true;
}
