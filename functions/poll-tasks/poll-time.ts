import type { PollPorts } from './poll-ports';

/** Returns true when a phase of a poll must begin nothing further. */
export type IsLate = () => boolean;

/**
 * Phases of a poll in their order, each with its share of the time in seconds. Together they end before the next poll begins, and
 * long before the function's timeout, which is two minutes. Time that a phase does not use, the later ones have.
 */
const shares = {
  /** Alerts of an earlier version. */
  alerts: 2,
  /** Deployments that wait for an answer. */
  holds: 3,
  /** Tokens to answer, heartbeats, ends of time, and what CDC jobs have to do. */
  urgent: 14,
  /** All other runs and CDC jobs. */
  steps: 7,
  tables: 6,
  /** Waiting runs, and the tokens of those that begin. */
  admission: 7,
  jobs: 5,
  notices: 3,
  /** Messages are prepared, then delivered. */
  preparation: 3,
  delivery: 4,
} as const;
export type PollPhase = keyof typeof shares;

/** Time of one poll, which its phases share. */
export class PollTime {
  readonly #elapsedMs: () => number;

  constructor({ startClock }: Pick<PollPorts, 'startClock'>) {
    this.#elapsedMs = startClock();
  }

  /**
   * Begins a phase. It is late at the end of its share, counted from the beginning of the poll. When a slow call has delayed the
   * phases before it, it still has its share, so that they never use up its time.
   */
  begin(phase: PollPhase): IsLate {
    const until = Math.max(endOf(phase), this.#elapsedMs() + shares[phase] * 1000);
    return () => this.#elapsedMs() >= until;
  }
}

/** Milliseconds from the beginning of a poll to the end of a phase. */
function endOf(phase: PollPhase): number {
  let seconds = 0;
  for (const [name, share] of Object.entries(shares)) {
    seconds += share;
    if (name === phase) break;
  }
  return seconds * 1000;
}
