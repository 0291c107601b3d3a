import { type Clock, sleep } from '../../clock';

/** Work for which a driven clock stands still, except while the work sleeps on that clock. */
export class TrackedWork {
  #release: (() => void) | undefined;

  constructor(private readonly clock: Clock) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    this.#hold();
    try {
      return await work();
    } finally {
      this.#release?.();
    }
  }

  /** Sleeps `milliseconds` of the clock's time, or less when `signal` fires. */
  async sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || milliseconds <= 0) return;
    const release = this.#release;
    let wake = (): void => undefined;
    const aborted = new Promise<void>((resolve) => {
      wake = resolve;
    });
    signal.addEventListener('abort', wake, { once: true });
    release?.();
    await Promise.race([sleep(this.clock, milliseconds), aborted]);
    signal.removeEventListener('abort', wake);
    this.#hold();
  }

  #hold(): void {
    void this.clock.track(
      new Promise<void>((resolve) => {
        this.#release = resolve;
      }),
    );
  }
}
