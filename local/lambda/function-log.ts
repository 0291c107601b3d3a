/** Number of log lines that are kept per function. */
export const keptLines = 2_000;

/** Newest log lines of a function. */
export class FunctionLog {
  readonly #lines: string[] = [];

  get lines(): readonly string[] {
    return this.#lines;
  }

  add(...lines: readonly string[]): void {
    this.#lines.push(...lines);
    if (this.#lines.length > keptLines) this.#lines.splice(0, this.#lines.length - keptLines);
  }
}
