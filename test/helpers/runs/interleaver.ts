import { setImmediate as settled } from 'node:timers/promises';
import { RunError } from '../../../core/runs/record/run-error';

/** Random numbers from a seed, in [0, 1). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type How = 'works' | 'fails-before' | 'fails-after';

interface Turn {
  readonly actor: Actor;
  readonly name: string;
  readonly take: (how: How) => void;
}

/** Process whose calls the interleaver orders. A killed one makes no further calls. */
export interface Actor {
  readonly name: string;
  readonly mayFail: boolean;
  killed: boolean;
  readonly onKill: () => void;
}

/** Lets one call of one actor happen at a time, in an order that a seed decides, with faults before and after calls. */
export class Interleaver {
  readonly #turns: Turn[] = [];
  readonly #priorities = new Map<Actor, number>();
  readonly #byPriority: boolean;
  readonly trace: string[] = [];
  faults = 0;

  constructor(
    readonly random: () => number,
    readonly faultRate: number,
    readonly observe: (call: string) => Promise<void>,
  ) {
    this.#byPriority = random() < 0.6;
  }

  /** The port, whose calls wait for their turns. */
  gated<Port extends object>(port: Port, actor: Actor): Port {
    return new Proxy(port, {
      get: (target, member) => {
        const value: unknown = Reflect.get(target, member);
        // A query is a generator.
        if (typeof value !== 'function' || member === 'query') return value;
        return async (...given: readonly unknown[]) => {
          const how = await this.turn(
            actor,
            `${String(member)} ${given.slice(0, 2).map(callText).join(' ')}`,
          );
          if (how === 'fails-before') throw new RunError('ServiceUnavailable', 'a fault before the call');
          const result: unknown = await Reflect.apply(value, target, given);
          await this.observe(String(member));
          if (how === 'fails-after') throw new RunError('ServiceUnavailable', 'a fault after the call');
          return result;
        };
      },
    });
  }

  turn(actor: Actor, name: string): Promise<How> {
    if (actor.killed) return new Promise(() => undefined);
    return new Promise((take) => this.#turns.push({ actor, name, take }));
  }

  kill(actor: Actor): void {
    if (actor.killed) return;
    actor.killed = true;
    this.faults += 1;
    for (let at = this.#turns.length - 1; at >= 0; at -= 1)
      if (this.#turns[at]?.actor === actor) this.#turns.splice(at, 1);
    actor.onKill();
  }

  /** Takes turns until nobody waits for one. */
  async run(): Promise<void> {
    for (;;) {
      await settled();
      const [turn] = this.#turns.splice(this.#next(), 1);
      if (turn === undefined) return;
      const how = turn.actor.mayFail ? this.#how() : 'works';
      this.trace.push(`${turn.actor.name}: ${turn.name}${how === 'works' ? '' : ` (${how})`}`);
      if (how === 'killed') this.kill(turn.actor);
      else turn.take(how);
    }
  }

  /** Any turn, or the one of the actor with the highest priority, so that others rest for long. Priorities change now and then. */
  #next(): number {
    if (!this.#byPriority) return Math.floor(this.random() * this.#turns.length);
    let best = 0;
    for (const [at, { actor }] of this.#turns.entries())
      if (this.#priority(actor) > this.#priority(this.#turns[best]?.actor)) best = at;
    const chosen = this.#turns[best]?.actor;
    if (chosen !== undefined && this.random() < 0.04) this.#priorities.set(chosen, this.random());
    return best;
  }

  #priority(actor: Actor | undefined): number {
    if (actor === undefined) return -1;
    const priority = this.#priorities.get(actor) ?? this.random();
    this.#priorities.set(actor, priority);
    return priority;
  }

  #how(): How | 'killed' {
    const drawn = this.random() / this.faultRate;
    if (!(drawn < 1)) return 'works';
    if (drawn >= 0.8) return 'killed';
    this.faults += 1;
    return drawn < 0.4 ? 'fails-before' : 'fails-after';
  }
}

function callText(given: unknown): string {
  return typeof given === 'string' ? given : (JSON.stringify(given) ?? '').slice(0, 80);
}
