/**
 * Time in the local cloud. Everything that waits, waits on a Clock, so a test can drive a day of schedules in
 * seconds.
 */
export type Cancel = () => void;

export interface Clock {
  now(): Date;
  /** Runs `callback` once at `at`. A past time runs it at once, but never synchronously. */
  schedule(at: Date, callback: () => void): Cancel;
  /**
   * Registers work that the clock must wait for: a driven clock stands still until every tracked promise has
   * settled. Returns the given promise.
   */
  track<T>(work: Promise<T>): Promise<T>;
}

/** Resolves after `milliseconds` of the clock's time. */
export function sleep(clock: Clock, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    clock.schedule(new Date(clock.now().getTime() + milliseconds), resolve);
  });
}

const longestTimeout = 2 ** 31 - 1;

/** Real time of this machine. */
export class SystemClock implements Clock {
  now(): Date {
    return new Date();
  }

  schedule(at: Date, callback: () => void): Cancel {
    let timer: NodeJS.Timeout;
    const arm = (): void => {
      const left = at.getTime() - Date.now();
      // setTimeout fires at once for more than 2^31-1 ms, so a far date is reached in steps.
      timer =
        left > longestTimeout ? setTimeout(arm, longestTimeout) : setTimeout(callback, Math.max(0, left));
    };
    arm();
    return () => clearTimeout(timer);
  }

  track<T>(work: Promise<T>): Promise<T> {
    return work;
  }
}

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
}

/**
 * Time that only a test moves. `advance` fires every timer on the way in order, and waits for tracked work
 * between them.
 */
export class DrivenClock implements Clock {
  #now: number;
  #order = 0;
  readonly #timers = new Set<Timer>();
  readonly #working = new Set<Promise<unknown>>();

  constructor(start: Date) {
    this.#now = start.getTime();
  }

  now(): Date {
    return new Date(this.#now);
  }

  schedule(at: Date, callback: () => void): Cancel {
    this.#order += 1;
    const timer: Timer = { at: Math.max(at.getTime(), this.#now), order: this.#order, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  track<T>(work: Promise<T>): Promise<T> {
    const settled: Promise<unknown> = work.then(
      () => undefined,
      () => undefined,
    );
    this.#working.add(settled);
    void settled.then(() => this.#working.delete(settled));
    return work;
  }

  /** Moves time by `milliseconds`. Resolves when all work that came due on the way is done. */
  async advance(milliseconds: number): Promise<void> {
    const until = this.#now + milliseconds;
    for (;;) {
      await this.idle();
      const next = this.#next();
      if (next === undefined || next.at > until) break;
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
    }
    this.#now = Math.max(this.#now, until);
  }

  /** Advances in small steps until `done()` is true. Throws after `limit` milliseconds of driven time. */
  async advanceUntil(done: () => boolean | Promise<boolean>, limit: number): Promise<void> {
    const until = this.#now + limit;
    for (;;) {
      await this.idle();
      if (await done()) return;
      const next = this.#next();
      if (next === undefined || next.at > until)
        throw new Error(`not reached within ${limit} ms of driven time`);
      await this.advance(next.at - this.#now);
    }
  }

  /** Resolves when no tracked work is left, and one turn of the event loop has added none. */
  async idle(): Promise<void> {
    for (;;) {
      while (this.#working.size > 0) await Promise.all([...this.#working]);
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#working.size === 0) return;
    }
  }

  #next(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (first === undefined || timer.at < first.at || (timer.at === first.at && timer.order < first.order))
        first = timer;
    }
    return first;
  }
}
