import type { TriggerPoll } from '../aws/poll-trigger';
import type { RunRecord } from '../core/runs/record/run-record';

/** Looks of half a second. */
const askEvery = 10;
/** Then the minute's poll will do: five minutes of asking are one Describe every five seconds of DMS's eight a second. */
const asksAtMost = 60;

/**
 * For somebody who waits: nothing tells the poll that a load of a CDC job is complete (C4), so that a load of seconds was waited for
 * until the next minute. Whoever may not invoke the function waits as long as before.
 */
export class PollTrigger {
  #looks = 0;
  #mayAsk = true;

  constructor(private readonly triggerPoll: TriggerPoll | undefined) {}

  /** Resolves when the poll is asked, or need not be. */
  async look({ task, phases, verdict }: Pick<RunRecord, 'task' | 'phases' | 'verdict'>): Promise<void> {
    this.#looks += 1;
    const arn = task?.arn;
    if (this.triggerPoll === undefined || arn === undefined || !this.#mayAsk) return;
    if (phases.startRequested === undefined || verdict !== undefined) return;
    if (this.#looks % askEvery !== 0 || this.#looks > askEvery * asksAtMost) return;
    await this.triggerPoll(arn).catch(() => {
      this.#mayAsk = false;
    });
  }
}
