import type { Clock } from '../clock';

/** Thrown inside a branch that somebody else ended: no state's Retry or Catch sees it. */
export class BranchStopped extends Error {
  override readonly name = 'BranchStopped';

  constructor(
    readonly by: 'sibling' | 'execution',
    /** The event after which the history goes on. */
    readonly afterEventId?: number,
  ) {
    super(`stopped by ${by}`);
  }
}

/** Ends whatever waits below it: an execution's, and one a branch or iteration. */
export class Cancellation {
  #reason: BranchStopped | undefined;
  readonly #listeners = new Set<(reason: BranchStopped) => void>();

  get reason(): BranchStopped | undefined {
    return this.#reason;
  }

  stop(reason: BranchStopped): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    for (const listener of [...this.#listeners]) listener(reason);
    this.#listeners.clear();
  }

  /** Stops with this one. */
  child(): Cancellation {
    const child = new Cancellation();
    if (this.#reason !== undefined) child.stop(this.#reason);
    else this.#listeners.add((reason) => child.stop(reason));
    return child;
  }

  throwIfStopped(): void {
    if (this.#reason !== undefined) throw this.#reason;
  }

  /** A promise that `begin` settles and that rejects at once when stopped. `begin` returns what undoes it. */
  wait<T>(begin: (resolve: (value: T) => void, reject: (error: unknown) => void) => () => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#reason !== undefined) return reject(this.#reason);
      let undo: (() => void) | undefined;
      let over = false;
      const finish = (settle: () => void): void => {
        if (over) return;
        over = true;
        this.#listeners.delete(onStop);
        undo?.();
        settle();
      };
      const onStop = (reason: BranchStopped): void => finish(() => reject(reason));
      this.#listeners.add(onStop);
      undo = begin(
        (value) => finish(() => resolve(value)),
        (error) => finish(() => reject(error)),
      );
      if (over) undo();
    });
  }

  /** Waits until `at` of the clock's time. */
  until(clock: Clock, at: Date): Promise<void> {
    return this.wait<void>((resolve) => clock.schedule(at, () => resolve()));
  }
}
