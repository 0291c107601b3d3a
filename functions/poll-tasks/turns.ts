import { beginningAfter } from '../../core/runs/poll/turns';
import type { Attempts } from './attempts';
import type { PollPorts } from './poll-ports';
import type { IsLate } from './poll-time';

/** Time and turns of one phase, which many items share. */
export interface SharedPhase {
  readonly turns: Turns;
  readonly isLate: IsLate;
}

/** Item that waits for its turn in a list. The place up to which a poll came is kept by the name of the list. */
export interface InTurn<Item> {
  readonly list: string;
  readonly key: string;
  readonly item: Item;
}

/**
 * Turns of the items of a poll, list by list. When a poll does not reach all of them, the next one begins after the last one that was reached. A
 * long list is moved on before it is begun, so that a poll that is killed repeatedly reaches other items each time.
 */
export class Turns {
  #before: Readonly<Record<string, string>> | undefined;
  readonly #reached: Record<string, string> = {};

  constructor(
    private readonly attempts: Attempts,
    /** Absent in a poll of few items, which an event triggers: it begins at the first. */
    private readonly history?: Pick<PollPorts['history'], 'pollCursors' | 'keepPollCursors'>,
  ) {}

  /** The items of a list, beginning after the last one that a poll reached. */
  async order<Item>(
    list: string,
    items: readonly Item[],
    keyOf: (item: Item) => string,
  ): Promise<readonly InTurn<Item>[]> {
    const { [list]: after } = items.length === 0 ? {} : await this.#read();
    return beginningAfter(items, keyOf, after).map((item) => ({ list, key: keyOf(item), item }));
  }

  /** Does the work in turn, many at a time, until all is done or it is late. Returns the number of items that were not begun. */
  async each<Item>(
    turns: readonly InTurn<Item>[],
    { atOnce, isLate }: { readonly atOnce: number; readonly isLate: IsLate },
    work: (item: Item) => Promise<void>,
  ): Promise<number> {
    if (turns.length > atOnce) await this.keep(turns.slice(0, atOnce));
    let next = 0;
    const worker = async (): Promise<void> => {
      // The first is always begun, so that each poll comes further.
      for (let turn = turns[next]; turn !== undefined && (next === 0 || !isLate()); turn = turns[next]) {
        next += 1;
        await work(turn.item);
      }
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, turns.length) }, worker));
    if (next < turns.length) await this.keep(turns.slice(0, next));
    return turns.length - next;
  }

  /** Lets the next poll begin after these. */
  async keep(reached: readonly InTurn<unknown>[]): Promise<void> {
    const { history } = this;
    if (history === undefined) return;
    for (const { list, key } of reached) this.#reached[list] = key;
    const before = await this.#read();
    await this.attempts.do(() => history.keepPollCursors({ ...before, ...this.#reached }));
  }

  /** As `keep`. Of these lists, those of which none was reached begin where this poll did. */
  async keepOnly(lists: readonly string[], reached: readonly InTurn<unknown>[]): Promise<void> {
    for (const list of lists) delete this.#reached[list];
    await this.keep(reached);
  }

  async #read(): Promise<Readonly<Record<string, string>>> {
    const { history } = this;
    if (history === undefined) return {};
    this.#before ??= await this.attempts.take(() => history.pollCursors(), {});
    return this.#before;
  }
}
