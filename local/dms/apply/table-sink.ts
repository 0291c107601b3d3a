import type { Client } from 'pg';
import { sortChanges } from '../capture/batch-plan';
import { type ChangeBatch, type ChangeSink, throwInjected } from '../capture/change-sink';
import type { Lsn } from '../capture/position';
import type { TableChanges } from '../capture/segments';
import { FatalLoadError, isSourceLost, TargetError } from '../load/failures';
import type { ColumnSettings } from '../load/table-columns';
import { connectTarget, inTarget } from '../load/tables/target-database';
import type { TargetDatabase } from '../load/target-settings';
import { type Applier, applyRow, isUpsert, TableSuspended } from './apply-row';
import type { ApplySettings } from './apply-settings';
import { inOrder, type PlannedTable } from './change-groups';
import { type ChangeOfTable, insertRows } from './change-sql';
import { ControlTables } from './control-tables';
import { planChanges } from './plan-changes';
import { TargetTables } from './target-tables';

export interface TableSinkOptions {
  readonly database: TargetDatabase;
  /** Key under which the target keeps the position of the task. */
  readonly slot: string;
  readonly task: string;
  readonly columns: ColumnSettings;
  readonly apply: ApplySettings;
  readonly handleTruncate: boolean;
  /** A failed table ends the task, instead of being suspended. */
  readonly stopOnTableError: boolean;
}

/** Changes as rows. Each batch is one transaction of the target, in commit order. */
export class TableSink implements ChangeSink {
  /** DMS uses files of 32 MB. */
  readonly batchBytes = 32 * 1024 * 1024;
  readonly batchMilliseconds: number;
  readonly interrupted = undefined;
  readonly #options: TableSinkOptions;
  readonly #client: Client;
  readonly #control: ControlTables;
  #tables: TargetTables;
  #reached: Lsn;

  private constructor(options: TableSinkOptions, client: Client, control: ControlTables, reached: Lsn) {
    this.#options = options;
    this.#client = client;
    this.#control = control;
    this.#tables = new TargetTables(client, options.apply.handleAltered);
    this.#reached = reached;
    this.batchMilliseconds = options.apply.commitMilliseconds;
  }

  static async open(options: TableSinkOptions): Promise<TableSink> {
    const client = await connectTarget(options.database);
    try {
      const control = new ControlTables(client, options.apply.controlSchema);
      await inTarget(() => control.open());
      return new TableSink(options, client, control, await inTarget(() => control.position(options.slot)));
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
  }

  get reached(): Lsn {
    return this.#reached;
  }

  async write(batch: ChangeBatch): Promise<void> {
    const { handleTruncate, columns } = this.#options;
    const rules = { ops: 'all', forTables: true, handleTruncate, warn: batch.warn } as const;
    const planned: PlannedTable[] = [];
    for (const changes of await sortChanges(batch.client, batch.tables, batch.transactions, rules)) {
      try {
        throwInjected(batch, changes.table);
        const plan = await planChanges(batch.client, this.#tables, changes, columns);
        planned.push({ changes, ...plan });
        add(changes.table.progress.seen, changes.counts);
      } catch (error) {
        if (isSourceLost(error)) throw error;
        this.#suspend(batch, changes, error);
      }
    }
    const failed = await inTarget(() => this.#apply(batch, planned));
    this.#reached = batch.end;
    for (const { changes } of planned) {
      const failure = failed.get(changes);
      if (failure === undefined) add(changes.table.progress.applied, changes.counts);
      else this.#suspend(batch, changes, failure);
    }
  }

  async close(): Promise<void> {
    await this.#client.end();
  }

  async #apply(
    batch: ChangeBatch,
    planned: readonly PlannedTable[],
  ): Promise<ReadonlyMap<TableChanges, Error>> {
    try {
      return await this.#attempt(batch, planned, false);
    } catch (error) {
      if (batch.died.aborted || isSourceLost(error) || error instanceof FatalLoadError) throw error;
      // The target refused a row. Apply once more, row by row, to find which.
      return await this.#attempt(batch, planned, true);
    }
  }

  async #attempt(batch: ChangeBatch, planned: readonly PlannedTable[], careful: boolean) {
    const { apply: settings, task, slot } = this.#options;
    const client = this.#client;
    const applier: Applier = { client, control: this.#control, settings, task, careful };
    const failed = new Map<TableChanges, Error>();
    await client.query('BEGIN');
    try {
      for (const { changes, targetSql } of planned)
        if (changes.truncated && targetSql !== undefined) await client.query(`TRUNCATE TABLE ${targetSql}`);
      for (const { changes, rows } of inOrder(planned, !careful)) {
        if (failed.has(changes)) continue;
        batch.died.throwIfAborted();
        try {
          await applyRows(applier, rows);
        } catch (error) {
          if (!(error instanceof TableSuspended)) throw error;
          failed.set(changes, error);
        }
      }
      await this.#control.keepPosition(slot, batch.end);
      batch.died.throwIfAborted();
      await client.query('COMMIT');
      return failed;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      // Cached facts about its tables may be the reason.
      this.#tables = new TargetTables(client, settings.handleAltered);
      throw error;
    }
  }

  #suspend(batch: ChangeBatch, { table }: TableChanges, error: unknown): void {
    if (error instanceof TargetError || error instanceof FatalLoadError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    batch.suspend(table, message);
    if (this.#options.stopOnTableError)
      throw new FatalLoadError(`Table '${table.schema}'.'${table.table}' failed: ${message}`, {
        cause: error,
      });
  }
}

async function applyRows(applier: Applier, rows: readonly ChangeOfTable[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  if (rows.length === 1) return applyRow(applier, first);
  const { text, values } = insertRows(
    first,
    rows.map(({ row }) => row),
    isUpsert(applier.settings),
  );
  await applier.client.query(text, values);
}

function add(to: TableChanges['counts'], counts: TableChanges['counts']): void {
  to.inserts += counts.inserts;
  to.updates += counts.updates;
  to.deletes += counts.deletes;
  to.ddls += counts.ddls;
}
