import type { JobPlan } from '../planning/job-plan';
import { nextFireTimes } from '../schedule/fire-times';
import { type KnownFacts, rowsKey } from './known-facts';

const dayMilliseconds = 24 * 3_600_000;

/** `first load at 02:00`, in the time zone of the job's schedule. */
export function nextLoadText(
  { schedule, enabled }: Pick<JobPlan, 'schedule' | 'enabled'>,
  now: Date,
  which = 'first load',
): string {
  if (!enabled) return `${which} once the job is enabled`;
  if (schedule === undefined) return `${which} on request`;
  const [time] = nextFireTimes(schedule, now, 1);
  if (time === undefined) return `${which} on request: its schedule has no further time`;
  const [day = '', hours = ''] = [time.slice(0, 10), time.slice(11, 16)];
  return Date.parse(time) - now.getTime() < dayMilliseconds
    ? `${which} at ${hours}`
    : `${which} on ${day} at ${hours}`;
}

/** `, about 54,000 rows`; empty where nobody has counted them. */
export function rowsText(
  source: string,
  table: { readonly schema: string; readonly table: string },
  { rows }: Pick<KnownFacts, 'rows'>,
): string {
  const known = rows.get(rowsKey(source, table));
  return known === undefined ? '' : `, about ${rounded(known).toLocaleString('en-US')} rows`;
}

/** Two digits that count: estimates are not exact. */
function rounded(rows: number): number {
  if (rows < 100) return rows;
  const unit = 10 ** (Math.floor(Math.log10(rows)) - 1);
  return Math.round(rows / unit) * unit;
}
