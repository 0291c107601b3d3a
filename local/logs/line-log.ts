/** Number of lines that are kept per log stream. */
export const keptLines = 2_000;

export interface LogEvent {
  readonly at: Date;
  readonly line: string;
  /** Number of the line since the stream began. */
  readonly number: number;
}

/** Newest lines of one log stream. */
export class LineLog {
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
