/** Entry of the calendar: a past run, or a coming time. */
interface Entry {
  readonly job: string;
  readonly at: string;
  readonly state: string;
  readonly run?: string | undefined;
  /** Absent for an open run, and where no run shows how long one takes. */
  readonly seconds?: number | undefined;
}

/** Run on the timeline. Times are milliseconds since 1970. */
export interface Bar {
  readonly job: string;
  readonly state: string;
  readonly run: string | undefined;
  readonly from: number;
  readonly until: number;
  /** True when nothing shows how long it takes. */
  readonly isGuess: boolean;
}

export interface Night {
  readonly from: number;
  readonly until: number;
  /** Jobs with bars, by their first one. */
  readonly jobs: readonly string[];
  readonly bars: readonly Bar[];
  /** Most runs at one time, and the first moment at which they are. Undefined without bars. */
  readonly peak: { readonly runs: number; readonly at: number } | undefined;
  /** Starts of the hours in which nothing runs. */
  readonly idleHours: readonly number[];
}

const hour = 3_600_000;
const guessed = 300_000;
/** States of times at which nothing runs. */
const empty: ReadonlySet<string> = new Set(['paused', 'disabled', 'skipped', 'missed']);

/** The 24 hours before `now` and the 24 after it. */
export function nightOf(entries: readonly Entry[], now: number): Night {
  const from = Math.floor(now / hour) * hour - 24 * hour;
  const until = from + 48 * hour;
  const bars = entries
    .map((entry) => barOf(entry, now))
    .filter((bar) => bar.until >= from && bar.from <= until)
    .sort((a, b) => a.from - b.from);
  const busy = bars.filter(({ state }) => !empty.has(state));
  const hours = Array.from({ length: 48 }, (_, place) => from + place * hour);
  return {
    from,
    until,
    jobs: [...new Set(bars.map(({ job }) => job))],
    bars,
    peak: peakOf(busy),
    idleHours: hours.filter((start) => busy.every((bar) => bar.until <= start || bar.from >= start + hour)),
  };
}

function barOf({ job, at, state, run, seconds }: Entry, now: number): Bar {
  const from = Date.parse(at);
  const isGuess = seconds === undefined && state !== 'open';
  const took = seconds === undefined ? guessed : seconds * 1000;
  return { job, state, run, from, until: state === 'open' ? Math.max(from, now) : from + took, isGuess };
}

function peakOf(bars: readonly Bar[]): Night['peak'] {
  let peak: Night['peak'];
  for (const { from } of bars) {
    const runs = bars.filter((bar) => bar.from <= from && bar.until > from).length;
    if (runs > (peak?.runs ?? 0)) peak = { runs, at: from };
  }
  return peak;
}
