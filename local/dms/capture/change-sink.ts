import type { Client } from 'pg';
import type { CapturedTables } from './captured-tables';
import type { Lsn } from './position';
import type { Transaction } from './transactions';

/** Some transactions, whole and in commit order. */
export interface ChangeBatch {
  /** In the source. */
  readonly client: Client;
  readonly tables: CapturedTables;
  readonly transactions: readonly Transaction[];
  /** The changes lie between these two places. */
  readonly position: Lsn;
  readonly end: Lsn;
  /** These are the transactions of the batch that a crash interrupted. */
  readonly again: boolean;
  readonly now: Date;
  /** Fires when the process dies: nothing more is written. */
  readonly died: AbortSignal;
  readonly warn: (line: string) => void;
}

/** Where captured changes go. */
export interface ChangeSink {
  /** A batch is written so long after its first change, or when a table has so many bytes of changes. */
  readonly batchMilliseconds: number;
  readonly batchBytes: number;
  /** Every change before it is in the target already; 0 when it does not know. */
  readonly reached: Lsn;
  /** Where a batch ends that a crash interrupted, and that is to be made of the same transactions again. */
  readonly interrupted: Lsn | undefined;
  /** Doing it twice leaves what doing it once does. */
  write(batch: ChangeBatch): Promise<void>;
  close(): Promise<void>;
}
