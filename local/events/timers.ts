import type { Cancel, Clock } from '../clock';

/** Timers that are cancelled together. */
export class Timers {
  readonly #pending = new Set<Cancel>();
  #stopped = false;

  constructor(private readonly clock: Clock) {}

  schedule(at: Date, callback: () => void): Cancel {
    if (this.#stopped) return () => undefined;
    const cancel = this.clock.schedule(at, () => {
      this.#pending.delete(cancelled);
      callback();
    });
    const cancelled = (): void => {
      this.#pending.delete(cancelled);
      cancel();
    };
    this.#pending.add(cancelled);
    return cancelled;
  }

  /** Resolves after `seconds`. Never resolves once stopped. */
  sleep(seconds: number): Promise<void> {
    const at = new Date(this.clock.now().getTime() + seconds * 1000);
    return new Promise((resolve) => this.schedule(at, resolve));
  }

  stop(): void {
    this.#stopped = true;
    for (const cancel of [...this.#pending]) cancel();
  }
}
