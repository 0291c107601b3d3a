import { isInForce } from '../../core/runs/admission/hold';
import { isTerminal } from '../../core/runs/admission/decide-hold';
import type { World } from '../world/world';
import type { Observation } from '../invariants/observation';

type Found = Observation['heldTooLong'][number];

const minute = 60_000;
const every = 5 * minute;
/** Time for three polls after the end of a hold, and for the tests of connections. */
const mostMinutes = 15;

/** Looks at the holds of a world every five minutes. */
export class HoldObserver {
  readonly heldTooLong: Found[] = [];
  /** Times since which a hold could have ended, and since which a task waits although nothing holds it. */
  #since = new Map<string, number>();

  constructor(
    private readonly world: World,
    /** True at a time at which a fault may delay polls. */
    private readonly isDisturbed: (at: number) => boolean,
  ) {}

  begin(): void {
    const { clock } = this.world;
    clock.at(clock.milliseconds + every, () => {
      this.begin();
      void this.#look();
    });
  }

  async #look(): Promise<void> {
    const { history, clock, items } = this.world;
    // Most worlds have no hold most of the time.
    if (this.#since.size === 0 && (items.get('HOLD')?.size ?? 0) === 0) return;
    const [holds, replications] = [await history.holds(), await history.replications()];
    const now = clock.now();
    const due = new Map<string, number>();
    const note = (what: string): void => {
      due.set(what, this.#since.get(what) ?? now.getTime());
    };
    for (const hold of holds)
      if (hold.until <= now.toISOString() || this.#isOver(hold.request?.stackId))
        note(`the hold ${hold.name}`);
    if (!holds.some((hold) => isInForce(hold, now)))
      for (const { forJob, held, desired, alerts } of replications)
        if (held !== undefined && desired === 'running' && alerts?.down === undefined)
          note(`the held task of ${forJob}`);
    this.#since = due;
    const from = now.getTime() - mostMinutes * minute;
    for (const [what, since] of due)
      if (since <= from && !this.#mayBeDelayed(since, now.getTime())) {
        this.heldTooLong.push({
          at: now.getTime(),
          detail: `${what} is left since ${new Date(since).toISOString()}`,
        });
        this.#since.delete(what);
      }
  }

  #isOver(stackId = ''): boolean {
    return isTerminal(this.world.services.cloudFormation.stacks.find(stackId)?.status ?? 'gone');
  }

  #mayBeDelayed(from: number, until: number): boolean {
    for (let at = from; at <= until; at += minute) if (this.isDisturbed(at)) return true;
    return false;
  }
}
