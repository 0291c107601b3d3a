import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { name } from '../../mapping/sql';
import { copyOut } from '../copy-out';
import type { TargetDatabase } from '../target-settings';
import { connectTarget, inTarget } from './target-database';
import { type NewTable, prepareTable } from './target-table';

/** Rows to copy, and the table to copy them to. */
export interface RowsIntoTable extends Pick<NewTable, 'schema' | 'table' | 'columns'> {
  /** Connection to the source. */
  readonly client: Client;
  /** SQL from FROM on. */
  readonly from: string;
  readonly signal: AbortSignal;
  /** Receives the number of rows so far. The load waits for it before it continues. */
  onRows(rows: number): Promise<void>;
}

const lineEnd = 0x0a;

/** Prepares a table once, however many segments it has. */
export async function prepareTargetTable(
  database: TargetDatabase,
  prepare: 'drop' | 'truncate' | 'nothing',
  table: NewTable,
): Promise<void> {
  const target = await connectTarget(database);
  try {
    await inTarget(() => prepareTable(target, prepare, table));
  } finally {
    await target.end().catch(() => undefined);
  }
}

/**
 * Copies a table's rows, or those of a segment, between databases, in one transaction of the target. Values
 * are copied as text, as in DMS's own CSV files, so an existing table may have other types. Returns the
 * number of rows.
 */
export async function copyIntoTable(database: TargetDatabase, load: RowsIntoTable): Promise<number> {
  const target = await connectTarget(database);
  try {
    await target.query('BEGIN');
    const rows = await copyRows(target, load);
    await inTarget(() => target.query('COMMIT'));
    return rows;
  } finally {
    await target.end().catch(() => undefined);
  }
}

async function copyRows(target: Client, { client, columns, from, signal, onRows, ...to }: RowsIntoTable) {
  const values = columns.map(({ sql }) => sql).join(', ');
  const names = columns.map((column) => name(column.name)).join(', ');
  const stream = target.query(copyFrom(`COPY ${name(to.schema)}.${name(to.table)} (${names}) FROM STDIN`));
  let rows = 0;
  // The side that fails shows whether the target or the source is broken.
  let sourceFailure: unknown;
  const lines = async function* (): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of copyOut(client, `COPY (SELECT ${values} ${from}) TO STDOUT`, signal)) {
        for (let at = chunk.indexOf(lineEnd); at >= 0; at = chunk.indexOf(lineEnd, at + 1)) rows += 1;
        yield chunk;
        await onRows(rows);
      }
    } catch (error) {
      sourceFailure ??= error;
      throw error;
    }
  };
  const lost = (): void => void stream.destroy(new Error('Connection terminated unexpectedly'));
  target.on('end', lost);
  try {
    await inTarget(() => pipeline(lines, stream));
  } catch (error) {
    throw sourceFailure ?? error;
  } finally {
    target.removeListener('end', lost);
  }
  return rows;
}
