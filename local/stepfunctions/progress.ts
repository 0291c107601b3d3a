import type { Json } from './json';
import { Variables } from './variables';

/** Place that the states of a machine, a branch or an iteration have reached. A redrive continues there. */
export class Progress {
  readonly variables: Variables;
  /** State that was entered and not left, with its input. */
  at: { readonly name: string; readonly input: Json } | undefined;
  #end: { readonly output: Json } | undefined;
  #children: Progress[] = [];

  constructor(outer?: Variables) {
    this.variables = new Variables(outer);
  }

  /** Output of all states, once the last has ended. */
  get end(): { readonly output: Json } | undefined {
    return this.#end;
  }

  enter(name: string, input: Json): void {
    this.at = { name, input };
    this.#children = [];
  }

  finish(output: Json): void {
    this.#end = { output };
  }

  /**
   * Progress of the branches or iterations of the state. `afresh`: all begin again, as they do in a retry, and where all had ended
   * and the state itself failed.
   */
  children(count: number, afresh: boolean): readonly Progress[] {
    const isSame = this.#children.length === count && this.#children.some(({ end }) => end === undefined);
    if (afresh || !isSame) this.#children = Array.from({ length: count }, () => new Progress(this.variables));
    return this.#children;
  }
}
