import type { Random } from '../random';

const zones = ['UTC', 'Europe/Vienna', 'America/New_York', 'Asia/Kolkata', 'Australia/Sydney'] as const;

/** Hours that no clock change of these zones skips. */
const hours = [0, 1, 4, 5, 8, 11, 14, 17, 20, 22] as const;

/** Draws the schedule of a job, or none. `everyMinutes`: the shortest period that makes sense for the job. */
export function drawSchedule(
  random: Random,
  everyMinutes: number,
): { readonly schedule?: string; readonly 'time-zone'?: string } {
  const kind = random.next();
  if (kind < 0.08) return {};
  if (kind < 0.35) return { schedule: rateOf(random.pick(strides(everyMinutes))) };
  const zone = { 'time-zone': random.pick(zones) };
  const minute = random.between(0, 59);
  if (kind < 0.65) {
    const hourly = everyMinutes <= 60 ? 1 : Math.ceil(everyMinutes / 60);
    return { schedule: `cron(${minute} 0/${hourly} * * ? *)`, 'time-zone': 'UTC' };
  }
  // Many jobs of one company start at the same minute.
  const at = random.chance(0.5) ? 0 : minute;
  const list = [...new Set([random.pick(hours), random.pick(hours), random.pick(hours)])].sort(
    (a, b) => a - b,
  );
  return { schedule: `cron(${at} ${list.join(',')} * * ? *)`, ...zone };
}

function strides(everyMinutes: number): readonly number[] {
  const fits = [10, 20, 45, 90, 180, 360].filter((minutes) => minutes >= everyMinutes);
  return fits.length === 0 ? [everyMinutes] : fits;
}

function rateOf(minutes: number): string {
  return minutes % 60 === 0 && minutes > 60 ? `rate(${minutes / 60} hours)` : `rate(${minutes} minutes)`;
}
