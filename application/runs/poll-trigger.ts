import type { TriggerPoll } from '../../aws/poll-trigger';
import type { RunRecord } from '../../core/runs/record/run-record';

/** Number of checks of a run, half a second apart, between two polls. */
const checksPerPoll = 10;
/** Afterwards the poll of each minute has to do. Five minutes are one of the eight DMS requests per second, each five seconds. */
const pollsAtMost = 60;

/**
 * Triggers the poll while somebody waits for a run. DMS has no event for the end of the load of a CDC job, so that a load of
 * seconds would end with the next poll, up to a minute later. A caller without the permission waits for that poll.
 */
export class PollTrigger {
  #checks = 0;
  #isAllowed = true;

  constructor(private readonly triggerPoll: TriggerPoll | undefined) {}

  /** Call after each check of the run. Resolves when the poll is triggered, or need not be. */
  async checked({ task, phases, verdict }: Pick<RunRecord, 'task' | 'phases' | 'verdict'>): Promise<void> {
    this.#checks += 1;
    const arn = task?.arn;
    if (this.triggerPoll === undefined || arn === undefined || !this.#isAllowed) return;
    if (phases.startRequested === undefined || verdict !== undefined) return;
    if (this.#checks % checksPerPoll !== 0 || this.#checks > checksPerPoll * pollsAtMost) return;
    await this.triggerPoll(arn).catch(() => {
      this.#isAllowed = false;
    });
  }
}
