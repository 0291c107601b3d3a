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

/** Number of runs at one time, from a moment on. */
export interface Load {
  readonly at: number;
  readonly runs: number;
}

export interface Span {
  readonly from: number;
  readonly until: number;
}

/** Time at which a job begins, or began, although its run before has not ended. */
export interface Overlap {
  readonly bar: Bar;
  readonly before: Bar;
}

export interface Night extends Span {
  /** Jobs with bars, by their first one. */
  readonly jobs: readonly string[];
  readonly bars: readonly Bar[];
  /** Numbers of runs at one time, each with the moment from which it holds. */
  readonly loads: readonly Load[];
  /** Most runs at one time, and the first moment at which they are. Undefined without bars. */
  readonly peak: Load | undefined;
  /** Spans of whole hours in which nothing runs. */
  readonly idle: readonly Span[];
  readonly overlaps: readonly Overlap[];
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
  const loads = loadsOf(busy);
  return {
    from,
    until,
    jobs: [...new Set(bars.map(({ job }) => job))],
    bars,
    loads,
    peak: loads.reduce<Load | undefined>(
      (most, load) => (load.runs > (most?.runs ?? 0) ? load : most),
      undefined,
    ),
    idle: idleOf({ from, until }, loads),
    overlaps: overlapsOf(bars),
  };
}

export function isIdle({ state }: Pick<Bar, 'state'>): boolean {
  return empty.has(state);
}

function barOf({ job, at, state, run, seconds }: Entry, now: number): Bar {
  const from = Date.parse(at);
  const isGuess = seconds === undefined && state !== 'open';
  const took = seconds === undefined ? guessed : seconds * 1000;
  return { job, state, run, from, until: state === 'open' ? Math.max(from, now) : from + took, isGuess };
}

/** Sums up beginnings and ends. A run that ends when another one begins is not with it. */
function loadsOf(bars: readonly Bar[]): readonly Load[] {
  const changes = new Map<number, number>();
  const add = (at: number, change: number): void => void changes.set(at, (changes.get(at) ?? 0) + change);
  for (const { from, until } of bars) {
    add(from, 1);
    add(until, -1);
  }
  let runs = 0;
  return [...changes]
    .sort(([a], [b]) => a - b)
    .map(([at, change]) => {
      runs += change;
      return { at, runs };
    });
}

function idleOf({ from, until }: Span, loads: readonly Load[]): readonly Span[] {
  const idle: Span[] = [];
  let next = 0;
  let runs = 0;
  for (let start = from; start < until; start += hour) {
    for (; next < loads.length && (loads[next]?.at ?? 0) <= start; next += 1) runs = loads[next]?.runs ?? 0;
    let isBusy = runs > 0;
    for (; next < loads.length && (loads[next]?.at ?? 0) < start + hour; next += 1) {
      runs = loads[next]?.runs ?? 0;
      isBusy ||= runs > 0;
    }
    if (isBusy) continue;
    const last = idle.at(-1);
    if (last?.until === start) idle[idle.length - 1] = { from: last.from, until: start + hour };
    else idle.push({ from: start, until: start + hour });
  }
  return idle;
}

/** Runs of one job, as its runs wait for each other or are skipped. */
function overlapsOf(bars: readonly Bar[]): readonly Overlap[] {
  const last = new Map<string, Bar>();
  return bars.flatMap((bar) => {
    const before = last.get(bar.job);
    const begins = bar.state !== 'paused' && bar.state !== 'disabled' && bar.state !== 'missed';
    if (begins && bar.state !== 'skipped' && bar.until > (before?.until ?? 0)) last.set(bar.job, bar);
    return begins && before !== undefined && bar.from < before.until ? [{ bar, before }] : [];
  });
}
