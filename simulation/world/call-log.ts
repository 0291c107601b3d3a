/** Plain lines about everything that happened, equal in two runs of a seed. */
export class CallLog {
  readonly #entries: { readonly at: number; readonly text: string }[] = [];

  constructor(private readonly now: () => number) {}

  /** Lines with their virtual times, oldest first. */
  get lines(): readonly string[] {
    return this.#entries.map(({ at, text }) => `${new Date(at).toISOString()} ${text}`);
  }

  add(text: string): void {
    this.#entries.push({ at: this.now(), text });
  }
}
