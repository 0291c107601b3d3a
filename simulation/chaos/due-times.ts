import type { Plan } from '../../core/planning/plan';
import { runIdOf } from '../../core/runs/record/run-identity';
import { RunInput } from '../../core/runs/record/run-input';
import { parseSchedule } from '../../core/schedule/schedule-expression';
import type { DueTime } from '../invariants/observation';

/** Milliseconds in which a change of a job may leave a due time without a record: a poll looks after 15 minutes. */
const before = 20 * 60_000;
/** Milliseconds that polls may take to see a change. */
const after = 20 * 60_000;

/** Times at which schedules were due, and the times at which a job was not to run. */
export class DueTimes {
  readonly #due: Omit<DueTime, 'isOwed'>[] = [];
  readonly #changes = new Map<string, number[]>();

  /** Records what a schedule of the deployed plan sends, also if it is lost. */
  sent(payload: string, plan: Plan | undefined): void {
    const parsed = RunInput.safeParse(JSON.parse(payload));
    if (!parsed.success || parsed.data.trigger.by !== 'schedule') return;
    const { job, trigger } = parsed.data;
    const every = strideOf(plan, job);
    const due = { job, time: trigger.scheduledTime, run: runIdOf(parsed.data) };
    this.#due.push(every === undefined ? due : { ...due, every });
  }

  /** Records that a job was deployed, paused or unpaused. */
  changed(job: string, at: number): void {
    this.#changes.set(job, [...(this.#changes.get(job) ?? []), at]);
  }

  /** `isPaused`: at a time in milliseconds since 1970. */
  all(isPaused: (job: string, at: number) => boolean): readonly DueTime[] {
    return this.#due.map((due) => {
      const { job, time } = due;
      const at = Date.parse(time);
      const isChanged = (this.#changes.get(job) ?? []).some(
        (change) => change >= at - after && change <= at + before,
      );
      return { ...due, isOwed: !isChanged && !isPaused(job, at) };
    });
  }
}

/** Milliseconds between two times of a rate. */
function strideOf(plan: Plan | undefined, key: string): number | undefined {
  const jobs = plan?.departments.flatMap((department) => department.jobs);
  const expression = jobs?.find(({ identity }) => identity.key === key)?.schedule?.expression;
  const parsed = expression === undefined ? undefined : parseSchedule(expression);
  return parsed?.kind === 'rate' ? parsed.seconds * 1000 : undefined;
}
