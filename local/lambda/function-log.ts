/** Lines of a function's log that are kept. */
export const keptLines = 2_000;

/** The newest lines that a function wrote. */
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
