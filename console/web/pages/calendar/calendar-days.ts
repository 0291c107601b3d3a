interface Entry {
  readonly job: string;
  readonly at: string;
  readonly state: string;
}

export const groups = ['failed', 'missed', 'skipped', 'running', 'succeeded', 'coming', 'off'] as const;
/** Result of a run, past or coming. `off`: a time at which a paused or disabled job starts none. */
export type Group = (typeof groups)[number];

const groupOfState: Readonly<Record<string, Group>> = {
  open: 'running',
  succeeded: 'succeeded',
  missed: 'missed',
  skipped: 'skipped',
  cancelled: 'skipped',
  planned: 'coming',
  overlapping: 'coming',
  paused: 'off',
  disabled: 'off',
};

export function groupOf({ state }: Pick<Entry, 'state'>): Group {
  return groupOfState[state] ?? 'failed';
}

/** Day of the viewer, `yyyy-mm-dd`, with its numbers of runs. */
export interface DayOfRuns {
  readonly day: string;
  readonly counts: Readonly<Record<Group, number>>;
  /** Number of zones whose clocks change. */
  readonly clockChanges: number;
}

export const shownDays = 70;
const weeksBack = 5;
const dayLong = 86_400_000;

/** Day of a moment in the viewer's time zone. */
export function dayOf(at: string | number): string {
  const date = new Date(at);
  const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return parts.map((part) => String(part).padStart(2, '0')).join('-');
}

/** A day some days later, or earlier. Days are calculated at noon in UTC, so no clock change matters. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + days * dayLong).toISOString().slice(0, 10);
}

/** Monday five weeks before a day. */
export function firstDay(today: string): string {
  const weekday = (new Date(`${today}T12:00:00Z`).getUTCDay() + 6) % 7;
  return dayAfter(today, -weekday - 7 * weeksBack);
}

/** Days in UTC that the shown days touch. */
export function daysToRead(from: string): readonly string[] {
  return Array.from({ length: shownDays + 2 }, (_, nth) => dayAfter(from, nth - 1));
}

export function daysOfRuns(
  from: string,
  entries: readonly Entry[],
  changes: readonly { readonly at: string }[],
): readonly DayOfRuns[] {
  const counts = new Map<string, Record<Group, number>>();
  for (const entry of entries) {
    const day = dayOf(entry.at);
    const ofDay = counts.get(day) ?? noRuns();
    ofDay[groupOf(entry)] += 1;
    counts.set(day, ofDay);
  }
  return Array.from({ length: shownDays }, (_, nth) => {
    const day = dayAfter(from, nth);
    const clockChanges = changes.filter(({ at }) => dayOf(at) === day).length;
    return { day, counts: counts.get(day) ?? noRuns(), clockChanges };
  });
}

function noRuns(): Record<Group, number> {
  return { failed: 0, missed: 0, skipped: 0, running: 0, succeeded: 0, coming: 0, off: 0 };
}

/** True for a day with something else than runs that succeeded or come. */
export function isNotable({ counts, clockChanges }: DayOfRuns): boolean {
  return counts.failed + counts.missed + counts.skipped + clockChanges > 0;
}
