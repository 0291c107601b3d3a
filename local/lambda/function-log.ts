/** Number of log lines that are kept per function. */
export const keptLines = 2_000;

export interface LogEvent {
  readonly at: Date;
  readonly line: string;
  /** Number of the line since the function was deployed. */
  readonly number: number;
}

/** Newest log lines of a function. */
export class FunctionLog {
  readonly #events: LogEvent[] = [];
  #count = 0;

  constructor(private readonly now: () => Date) {}

  get lines(): readonly string[] {
    return this.#events.map(({ line }) => line);
  }

  get events(): readonly LogEvent[] {
    return this.#events;
  }

  add(...lines: readonly string[]): void {
    const at = this.now();
    for (const line of lines) this.#events.push({ at, line, number: this.#count++ });
    if (this.#events.length > keptLines) this.#events.splice(0, this.#events.length - keptLines);
  }

  clear(): void {
    this.#events.length = 0;
  }
}
