/** Takes the parts of one step, so that a refused part, such as a record of progress, stops no other part. */
export class Attempts {
  readonly #errors: unknown[] = [];

  async take<Value>(part: () => Promise<Value>, otherwise: Value): Promise<Value> {
    try {
      return await part();
    } catch (error) {
      this.note(error);
      return otherwise;
    }
  }

  /** Takes a part without an answer. Returns false when it was refused. */
  async do(part: () => Promise<unknown>): Promise<boolean> {
    return await this.take(async () => {
      await part();
      return true;
    }, false);
  }

  /** Notes an error, so that the poll reports it. */
  note(error: unknown): void {
    this.#errors.push(error);
  }

  /** Notes an item that cannot be read. */
  readonly noteUnreadable = (key: string, problem: string): void =>
    this.note(new Error(`the item ${key} cannot be read: ${problem}`));

  /** Throws the refusals, for the poll's result. */
  report(): void {
    if (this.#errors.length === 0) return;
    throw this.#errors.length === 1
      ? this.#errors[0]
      : new Error(this.#errors.map((error) => String(error)).join('; '));
  }
}
