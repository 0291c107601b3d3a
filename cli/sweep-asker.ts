import type { WakeSweep } from '../aws/wake-sweep';
import type { RunRecord } from '../core/runs/run-record';

/** Looks of half a second. */
const askEvery = 10;
/** Then the minute's sweep will do: five minutes of asking are one Describe every five seconds of DMS's eight a second. */
const asksAtMost = 60;

/**
 * For somebody who waits: nothing tells the sweep that a load of a CDC job is complete (C4), so that a load of seconds was waited for
 * until the next minute. Whoever may not invoke the function waits as long as before.
 */
export class SweepAsker {
  #looks = 0;
  #mayAsk = true;

  constructor(private readonly wake: WakeSweep | undefined) {}

  /** Resolves when the sweep is asked, or need not be. */
  async look({ task, phases, verdict }: Pick<RunRecord, 'task' | 'phases' | 'verdict'>): Promise<void> {
    this.#looks += 1;
    const arn = task?.arn;
    if (this.wake === undefined || arn === undefined || !this.#mayAsk) return;
    if (phases.startRequested === undefined || verdict !== undefined) return;
    if (this.#looks % askEvery !== 0 || this.#looks > askEvery * asksAtMost) return;
    await this.wake(arn).catch(() => {
      this.#mayAsk = false;
    });
  }
}
