import { FatalLoadError, isSourceLost, SourceLostError, TargetError } from '../load/failures';
import { removeFiles } from '../load/files/remove-files';
import { type ChangeFile, type PlanSettings, planFiles, sortChanges } from './batch-plan';
import type { CapturedTables } from './captured-tables';
import { type ChangeFileWriter, writeChangeFile, writeTransactionFile } from './change-files';
import { type ChangeBatch, throwInjected } from './change-sink';
import { transactionFileName } from './file-names';
import type { TableChanges } from './segments';
import type { Transaction } from './transactions';

export interface BatchSettings extends PlanSettings {
  /** A failed table ends the task, instead of being suspended. */
  readonly stopOnTableError: boolean;
  readonly suspend: ChangeBatch['suspend'];
  readonly injectedFailure: ChangeBatch['injectedFailure'];
}

interface PlannedTable {
  readonly changes: TableChanges;
  readonly folder: string;
  readonly files: readonly ChangeFile[];
}

/** Batch that is ready to be written. Writing it twice leaves the same files. */
export interface PlannedBatch {
  readonly keys: readonly string[];
  /** Latest time that a file name uses, in milliseconds. */
  readonly lastStamp: number;
  write(): Promise<void>;
}

/**
 * Plans the files of transactions, the first named after `stamp`. A table that cannot be planned becomes
 * `Table error`.
 */
export async function planBatch(
  writer: ChangeFileWriter,
  tables: CapturedTables,
  transactions: readonly Transaction[],
  stamp: number,
  settings: BatchSettings,
): Promise<PlannedBatch> {
  const { target, client } = writer;
  const { transactionsFolder } = target.cdc;
  const planned: PlannedTable[] = [];
  const rules = { ops: target.cdc.ops, forTables: false, ...settings };
  for (const changes of await sortChanges(client, tables, transactions, rules)) {
    const plan = await orTableError(writer, changes, settings, () => {
      throwInjected(settings, changes.table);
      return planFiles(client, changes, stamp, settings);
    });
    if (plan === undefined) continue;
    planned.push({ changes, ...plan });
    add(changes.table.progress.seen, changes.counts);
  }
  const transactionKey =
    transactionsFolder === undefined
      ? undefined
      : `${transactionsFolder}${transactionFileName(target, stamp)}`;
  const segments = Math.max(1, ...planned.map(({ changes }) => changes.segments.length));
  return {
    keys:
      transactionKey === undefined
        ? planned.flatMap(({ files }) => files.map(({ folder, name }) => `${folder}${name}`))
        : [transactionKey],
    lastStamp: stamp + segments - 1,
    async write() {
      for (const { changes, folder, files } of planned) {
        await orTableError(writer, changes, settings, async () => {
          if (changes.truncated) await removeFiles(writer.objects, writer.target.bucket, folder);
          if (transactionKey === undefined)
            for (const file of files) {
              writer.died.throwIfAborted();
              await writeChangeFile(writer, file);
            }
        });
      }
      if (transactionKey !== undefined)
        await writeTransactionFile(
          writer,
          planned.flatMap(({ files }) => files),
          transactionKey,
        );
      writer.died.throwIfAborted();
      for (const { changes } of planned) {
        add(changes.table.progress.applied, changes.counts);
      }
    },
  };
}

function add(to: TableChanges['counts'], counts: TableChanges['counts']): void {
  to.inserts += counts.inserts;
  to.updates += counts.updates;
  to.deletes += counts.deletes;
  to.ddls += counts.ddls;
}

/**
 * Suspends a table that fails by itself. A lost source or target is thrown, because it affects all tables.
 */
async function orTableError<T>(
  { died }: ChangeFileWriter,
  { table }: TableChanges,
  settings: BatchSettings,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (
      died.aborted ||
      error instanceof TargetError ||
      error instanceof SourceLostError ||
      isSourceLost(error)
    )
      throw error;
    const message = error instanceof Error ? error.message : String(error);
    settings.suspend(table, message);
    if (!settings.stopOnTableError) return undefined;
    throw new FatalLoadError(`Table '${table.schema}'.'${table.table}' failed: ${message}`, { cause: error });
  }
}
