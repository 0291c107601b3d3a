import type { Cancel } from '../clock';
import { AwsError, type CloudContext } from '../service';
import { type InvocationParts, invoke } from './invocation';
import { nextFire } from './next-fire';
import type { Schedule, ScheduleBody } from './schedule';

/** All schedules, each with the timer of its next invocation. */
export class Schedules {
  readonly #schedules = new Map<string, Schedule>();
  readonly #armed = new Map<string, Cancel>();

  constructor(
    private readonly context: CloudContext,
    private readonly parts: InvocationParts,
    private readonly random: () => number,
  ) {}

  create(name: string, body: ScheduleBody): Schedule {
    const known = this.#schedules.get(keyOf(body.GroupName, name));
    if (known !== undefined && body.ClientToken !== undefined && known.ClientToken === body.ClientToken)
      return known;
    if (known !== undefined) throw refusal('ConflictException', `Schedule ${name} already exists.`, 409);
    return this.#put(name, body, this.context.clock.now());
  }

  update(name: string, body: ScheduleBody): Schedule {
    return this.#put(name, body, this.get(name, body.GroupName).CreationDate);
  }

  get(name: string, group: string): Schedule {
    const schedule = this.#schedules.get(keyOf(group, name));
    if (schedule === undefined)
      throw refusal('ResourceNotFoundException', `Schedule ${name} does not exist.`, 404);
    return schedule;
  }

  delete(name: string, group: string): void {
    this.get(name, group);
    this.#remove(keyOf(group, name));
  }

  deleteGroup(group: string): void {
    for (const schedule of this.list()) if (schedule.GroupName === group) this.delete(schedule.Name, group);
  }

  /** Schedules, ordered by group and name. */
  list(): Schedule[] {
    return [...this.#schedules.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, schedule]) => schedule);
  }

  /** Invokes a schedule as if its time were now. Resolves when the delivery is over. */
  fireNow(name: string, group: string): Promise<void> {
    const now = Math.floor(this.context.clock.now().getTime() / 1000) * 1000;
    return invoke(this.get(name, group), new Date(now), this.parts);
  }

  #put(name: string, body: ScheduleBody, created: Date): Schedule {
    const { account, region, clock } = this.context;
    const schedule: Schedule = {
      ...body,
      Name: name,
      Arn: `arn:aws:scheduler:${region}:${account}:schedule/${body.GroupName}/${name}`,
      CreationDate: created,
      LastModificationDate: clock.now(),
    };
    const key = keyOf(body.GroupName, name);
    this.#schedules.set(key, schedule);
    this.#arm(key, schedule, new Date(Math.floor(clock.now().getTime() / 1000) * 1000 - 1));
    return schedule;
  }

  #arm(key: string, schedule: Schedule, after: Date): void {
    this.#armed.get(key)?.();
    this.#armed.delete(key);
    if (schedule.State === 'DISABLED') return;
    const at = nextFire(schedule, after);
    if (at === undefined) return;
    const window = (schedule.FlexibleTimeWindow.MaximumWindowInMinutes ?? 0) * 60_000;
    const cancel = this.parts.timers.schedule(new Date(at.getTime() + window * this.random()), () => {
      void invoke(schedule, at, this.parts);
      // Invocations that came due while the machine slept are skipped.
      const now = this.context.clock.now();
      this.#arm(key, schedule, window === 0 && now > at ? now : at);
      if (schedule.ActionAfterCompletion === 'DELETE' && !this.#armed.has(key)) this.#remove(key);
    });
    this.#armed.set(key, cancel);
  }

  #remove(key: string): void {
    this.#armed.get(key)?.();
    this.#armed.delete(key);
    this.#schedules.delete(key);
  }
}

/** Error of this service. Its message is a member `Message`. */
export function refusal(code: string, message: string, statusCode = 400): AwsError {
  return new AwsError(code, message, statusCode, { Message: message });
}

function keyOf(group: string, name: string): string {
  return `${group}/${name}`;
}
