/** Plain lines about everything that happened, equal in two runs of a seed. */
export class CallLog {
  readonly #entries: { readonly at: number; readonly text: string | (() => string) }[] = [];

  constructor(private readonly now: () => number) {}

  /** Lines with their virtual times, oldest first. */
  get lines(): readonly string[] {
    return this.#entries.map(
      ({ at, text }) => `${new Date(at).toISOString()} ${typeof text === 'string' ? text : text()}`,
    );
  }

  /** `text` may be a function of values that do not change any more: most logs are never read. */
  add(text: string | (() => string)): void {
    this.#entries.push({ at: this.now(), text });
  }
}
