import type { ObjectStore } from '../../object-store';
import type { TargetSettings } from '../load/target-settings';
import type { ChangeBatch, ChangeSink } from './change-sink';
import { Journal } from './journal';
import { type BatchSettings, type PlannedBatch, planBatch } from './write-batch';

export interface FileSinkOptions {
  readonly target: TargetSettings;
  readonly objects: ObjectStore;
  readonly batch: Omit<BatchSettings, 'warn' | 'suspend' | 'injectedFailure'>;
  readonly journalPath: string;
}

/**
 * Changes as files. A journal records what is being written, so that a batch interrupted by a crash becomes
 * the same files again.
 */
export class FileSink implements ChangeSink {
  readonly batchMilliseconds: number;
  readonly batchBytes: number;
  readonly #options: FileSinkOptions;
  readonly #journal: Journal;
  #stamp: number;

  private constructor(options: FileSinkOptions, journal: Journal) {
    this.#options = options;
    this.#journal = journal;
    this.#stamp = journal.found?.stamp ?? 0;
    const { batchMilliseconds, minFileBytes } = options.target.cdc;
    this.batchMilliseconds = batchMilliseconds;
    this.batchBytes = minFileBytes;
  }

  static async open(options: FileSinkOptions): Promise<FileSink> {
    return new FileSink(options, await Journal.open(options.journalPath));
  }

  get reached() {
    return this.#journal.found?.position ?? 0n;
  }

  get interrupted() {
    return this.#journal.found?.batch?.end;
  }

  async write({
    client,
    tables,
    transactions,
    position,
    end,
    again,
    now,
    died,
    warn,
    suspend,
    injectedFailure,
  }: ChangeBatch): Promise<void> {
    const { objects, target, batch } = this.#options;
    const before = again ? this.#journal.found?.batch : undefined;
    const stamp = before?.stamp ?? Math.max(now.getTime(), this.#stamp + 1);
    const leftOver = before?.keys ?? [];
    const writer = { client, objects, target, died, warn };
    const plan: PlannedBatch = await planBatch(writer, tables, transactions, stamp, {
      ...batch,
      warn,
      suspend,
      injectedFailure,
    });
    died.throwIfAborted();
    if (plan.keys.length > 0) {
      const keys = [...new Set([...plan.keys, ...leftOver])];
      await this.#journal.write({ position, stamp: plan.lastStamp, batch: { end, stamp, keys } });
    }
    for (const key of leftOver) await objects.delete(target.bucket, key);
    await plan.write();
    this.#stamp = plan.lastStamp;
    if (plan.keys.length > 0) await this.#journal.write({ position: end, stamp: this.#stamp });
  }

  async close(): Promise<void> {}
}
