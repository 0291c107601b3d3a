import type { Client } from 'pg';
import type { CapturedTable, CapturedTables } from './captured-tables';
import type { Lsn } from './position';
import type { Transaction } from './transactions';

/** Whole transactions in commit order. */
export interface ChangeBatch {
  /** Connection to the source. */
  readonly client: Client;
  readonly tables: CapturedTables;
  readonly transactions: readonly Transaction[];
  /** The changes are between these two positions. */
  readonly position: Lsn;
  readonly end: Lsn;
  /** True for the transactions of a batch that a crash interrupted. */
  readonly again: boolean;
  readonly now: Date;
  /** Fires when the process crashes: nothing more is written. */
  readonly died: AbortSignal;
  readonly warn: (line: string) => void;
  /** Records that a table failed by itself. Its later changes are left out. */
  readonly suspend: (table: CapturedTable, message: string) => void;
  /** Message of an injected fault of a table's changes. The table is suspended. */
  readonly injectedFailure: (table: string) => string | undefined;
}

/** Destination of captured changes. */
export interface ChangeSink {
  /** A batch is written this long after its first change, or when a table has this many bytes of changes. */
  readonly batchMilliseconds: number;
  readonly batchBytes: number;
  /** Position before which every change is in the target. 0 when unknown. */
  readonly reached: Lsn;
  /** End of a batch that a crash interrupted, and that must consist of the same transactions again. */
  readonly interrupted: Lsn | undefined;
  /** Writes a batch. Doing it twice has the same result as once. */
  write(batch: ChangeBatch): Promise<void>;
  close(): Promise<void>;
}

/** Throws if a fault is injected for changes of the table. */
export function throwInjected(
  { injectedFailure }: Pick<ChangeBatch, 'injectedFailure'>,
  table: CapturedTable,
): void {
  const message = injectedFailure(`${table.schema}.${table.table}`);
  if (message !== undefined) throw new Error(message);
}
