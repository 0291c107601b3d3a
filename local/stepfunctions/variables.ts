import type { Json } from './json';

/** Variables of a machine, a branch or an iteration. It sees the outer ones, and changes only its own. */
export class Variables {
  readonly #own = new Map<string, Json>();

  constructor(readonly outer?: Variables) {}

  assign(values: Readonly<Record<string, Json>>): void {
    for (const [name, value] of Object.entries(values)) this.#own.set(name, value);
  }

  /** All variables that can be read here, by name. */
  visible(): Record<string, Json> {
    return { ...this.outer?.visible(), ...Object.fromEntries(this.#own) };
  }
}
