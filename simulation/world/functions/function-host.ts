import { FunctionError } from '@lakeferry/local-cloud/service';
import type { CallLog } from '../call-log';
import type { Caller } from '../seam/seam';
import type { VirtualClock } from '../virtual-clock';

/** Code of a function in one container, with its ports. */
export type FunctionCode = (payload: unknown, now: Date) => Promise<unknown>;

export interface HostParts {
  readonly clock: VirtualClock;
  readonly log: CallLog;
  /** Starts a container: creates the ports whose requests `caller` sends. */
  readonly start: (name: string, caller: Caller) => FunctionCode;
  /** Milliseconds by which the clock of a function is ahead. */
  readonly skew: () => number;
  /** Timeout of a function in seconds. */
  readonly timeoutSeconds: (name: string) => number;
}

/** Container of Lambda: runs one invocation at a time, and keeps what its code has cached. */
class Container implements Caller {
  calls = 0;
  dmsCalls = 0;
  invocation = 0;
  #isDead = false;
  #onDeath: () => void = () => undefined;

  constructor(readonly by: string) {}

  begin(invocation: number, onDeath: () => void): void {
    this.invocation = invocation;
    this.calls = 0;
    this.dmsCalls = 0;
    this.#onDeath = onDeath;
  }

  isOver(): boolean {
    return this.#isDead;
  }

  die(): void {
    if (this.#isDead) return;
    this.#isDead = true;
    this.#onDeath();
  }
}

/** Lambda of a world: containers, timeouts and deaths. */
export class FunctionHost {
  readonly #free = new Map<string, { readonly container: Container; readonly code: FunctionCode }[]>();
  readonly #running = new Set<Container>();
  #invocations = 0;

  constructor(private readonly parts: HostParts) {}

  /** Invocations that run now. */
  get running(): readonly Caller[] {
    return [...this.#running];
  }

  /** Invokes a function and returns its result. Rejects with FunctionError. */
  invoke(name: string, payload: unknown): Promise<unknown> {
    const { clock, log, start, skew, timeoutSeconds } = this.parts;
    this.#invocations += 1;
    const number = this.#invocations;
    const free = this.#free.get(name) ?? [];
    this.#free.set(name, free);
    const { container, code } = free.pop() ?? this.#cold(name, start);
    this.#running.add(container);
    log.add(`${name}#${number} begins`);
    return new Promise((resolve, reject) => {
      const end = (outcome: string): void => {
        cancel();
        this.#running.delete(container);
        log.add(`${name}#${number} ends: ${outcome}`);
      };
      let deathOf = 'Runtime.ExitError';
      const cancel = clock.at(clock.milliseconds + timeoutSeconds(name) * 1000, () => {
        deathOf = 'Sandbox.Timedout';
        container.die();
      });
      container.begin(number, () => {
        end(deathOf);
        reject(new FunctionError(deathOf, `the invocation of ${name} has ended without a response`));
      });
      code(JSON.parse(JSON.stringify(payload)), new Date(clock.milliseconds + skew())).then(
        (result) => {
          if (container.isOver()) return;
          end('ok');
          free.push({ container, code });
          resolve(JSON.parse(JSON.stringify(result ?? null)));
        },
        (error: unknown) => {
          if (container.isOver()) return;
          const failure = error instanceof Error ? error : new Error(String(error));
          end(failure.name);
          free.push({ container, code });
          reject(new FunctionError(failure.name, failure.message));
        },
      );
    });
  }

  #cold(
    name: string,
    start: HostParts['start'],
  ): { readonly container: Container; readonly code: FunctionCode } {
    const container = new Container(name);
    return { container, code: start(name, container) };
  }
}
