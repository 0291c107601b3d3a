import type { Clock } from '../clock';

/** Thrown inside a branch that a sibling or the execution has stopped. No Retry or Catch matches it. */
export class BranchStopped extends Error {
  override readonly name = 'BranchStopped';

  constructor(
    readonly by: 'sibling' | 'execution',
    /** Event after which the history continues. */
    readonly afterEventId?: number,
  ) {
    super(`stopped by ${by}`);
  }
}

/** Stops everything that waits below it. An execution has one, and each branch and iteration. */
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

  /** Cancellation that also stops with this one. */
  child(): Cancellation {
    const child = new Cancellation();
    if (this.#reason !== undefined) child.stop(this.#reason);
    else this.#listeners.add((reason) => child.stop(reason));
    return child;
  }

  throwIfStopped(): void {
    if (this.#reason !== undefined) throw this.#reason;
  }

  /** Promise that `begin` settles, and that rejects at once when stopped. `begin` returns its cleanup. */
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

  /** Waits until `at`, by the clock. */
  until(clock: Clock, at: Date): Promise<void> {
    return this.wait<void>((resolve) => clock.schedule(at, () => resolve()));
  }
}
