/** Ends everything that was started, in reverse order, each once. A failure does not stop the others. */
export class Cleanup {
  readonly #steps: (() => Promise<unknown>)[] = [];
  #running: Promise<readonly unknown[]> | undefined;

  /** Registers how to end what `starting` starts, before it has started. */
  own<T>(starting: Promise<T>, end: (started: T) => Promise<unknown> | unknown): Promise<T> {
    this.#steps.push(async () => {
      const started = await starting.then(
        (value) => ({ value }),
        () => undefined,
      );
      if (started !== undefined) await end(started.value);
    });
    return starting;
  }

  add(end: () => Promise<unknown> | unknown): void {
    this.#steps.push(async () => end());
  }

  /** Resolves with the failures. */
  run(): Promise<readonly unknown[]> {
    this.#running ??= this.#end();
    return this.#running;
  }

  async #end(): Promise<readonly unknown[]> {
    const failures: unknown[] = [];
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    }
    return failures;
  }
}
