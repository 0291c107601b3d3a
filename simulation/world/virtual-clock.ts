import type { Cancel, Clock } from '@lakeferry/local-cloud/clock';

interface Timer {
  readonly at: number;
  readonly order: number;
  callback: (() => void) | undefined;
}

/**
 * Time that jumps from timer to timer. Between two timers it lets everything finish that waits for no timer. Work in a
 * world waits for promises and timers only, never for input or output, so it is done when the queue of promises is empty.
 */
export class VirtualClock implements Clock {
  #now: number;
  #order = 0;
  /** Binary heap, the next timer first. */
  readonly #heap: Timer[] = [];

  constructor(start: Date) {
    this.#now = start.getTime();
  }

  now(): Date {
    return new Date(this.#now);
  }

  /** Milliseconds since 1970. */
  get milliseconds(): number {
    return this.#now;
  }

  schedule(at: Date, callback: () => void): Cancel {
    return this.at(at.getTime(), callback);
  }

  /** As `schedule`, with milliseconds since 1970. */
  at(milliseconds: number, callback: () => void): Cancel {
    this.#order += 1;
    const timer: Timer = { at: Math.max(milliseconds, this.#now), order: this.#order, callback };
    this.#push(timer);
    return () => {
      timer.callback = undefined;
    };
  }

  /** Resolves after `milliseconds`. */
  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.at(this.#now + milliseconds, resolve);
    });
  }

  /** The clock waits for all work, tracked or not. */
  track<T>(work: Promise<T>): Promise<T> {
    return work;
  }

  /** Moves time to `until`. Stops earlier when `isOver` returns true after a timer. */
  async runUntil(until: Date, isOver: () => boolean = () => false): Promise<void> {
    await settled();
    for (;;) {
      const next = this.#heap[0];
      if (next === undefined || next.at > until.getTime()) break;
      this.#pop();
      if (next.callback === undefined) continue;
      this.#now = next.at;
      next.callback();
      await settled();
      if (isOver()) return;
    }
    this.#now = Math.max(this.#now, until.getTime());
  }

  #push(timer: Timer): void {
    const heap = this.#heap;
    let place = heap.push(timer) - 1;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const other = heap[above];
      if (other === undefined || isBefore(other, timer)) break;
      heap[place] = other;
      place = above;
    }
    heap[place] = timer;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      const left = heap[below];
      if (left === undefined) break;
      const right = heap[below + 1];
      if (right !== undefined && isBefore(right, left)) below += 1;
      const first = right !== undefined && isBefore(right, left) ? right : left;
      if (isBefore(last, first)) break;
      heap[place] = first;
      place = below;
    }
    heap[place] = last;
  }
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

/** Resolves when the queue of promises is empty: Node runs a tick only then. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    process.nextTick(resolve);
  });
}
