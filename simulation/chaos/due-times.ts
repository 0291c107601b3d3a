import { runIdOf } from '../../core/runs/record/run-identity';
import { RunInput } from '../../core/runs/record/run-input';
import type { DueTime } from '../invariants/observation';

/** Milliseconds in which a change of a job may leave a due time without a record: a poll looks after 15 minutes. */
const before = 20 * 60_000;
/** Milliseconds that polls may take to see a change. */
const after = 20 * 60_000;

/** Times at which schedules were due, and the times at which a job was not to run. */
export class DueTimes {
  readonly #due: { readonly job: string; readonly time: string; readonly run: string }[] = [];
  readonly #changes = new Map<string, number[]>();

  /** Records what a schedule sends, also if it is lost. */
  sent(payload: string): void {
    const parsed = RunInput.safeParse(JSON.parse(payload));
    if (!parsed.success || parsed.data.trigger.by !== 'schedule') return;
    const { job, trigger } = parsed.data;
    this.#due.push({ job, time: trigger.scheduledTime, run: runIdOf(parsed.data) });
  }

  /** Records that a job was deployed, paused or unpaused. */
  changed(job: string, at: number): void {
    this.#changes.set(job, [...(this.#changes.get(job) ?? []), at]);
  }

  /** `isPaused`: at a time in milliseconds since 1970. */
  all(isPaused: (job: string, at: number) => boolean): readonly DueTime[] {
    return this.#due.map(({ job, time, run }) => {
      const at = Date.parse(time);
      const isChanged = (this.#changes.get(job) ?? []).some(
        (change) => change >= at - after && change <= at + before,
      );
      return { job, time, run, isOwed: !isChanged && !isPaused(job, at) };
    });
  }
}
