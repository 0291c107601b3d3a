import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { name } from '../mapping/sql';
import { copyOut } from './copy-out';
import { connectTarget, inTarget } from './target-database';
import type { TargetDatabase } from './target-settings';
import { type NewTable, prepareTable } from './target-table';

export interface TableLoad extends NewTable {
  /** In the source. */
  readonly client: Client;
  /** SQL from FROM on. */
  readonly from: string;
  readonly signal: AbortSignal;
  /** Rows so far; the load waits for it before it goes on. */
  onRows(rows: number): Promise<void>;
}

const lineEnd = 0x0a;

/**
 * Copies a table's rows from database to database, in one transaction of the target. Values travel as text, as in DMS's own CSV
 * files, so a table that is there already may have other types. Returns the number of rows.
 */
export async function loadIntoTable(
  database: TargetDatabase,
  prepare: 'drop' | 'truncate' | 'nothing',
  load: TableLoad,
): Promise<number> {
  const target = await connectTarget(database);
  try {
    await inTarget(() => prepareTable(target, prepare, load));
    await target.query('BEGIN');
    const rows = await copyRows(target, load);
    await inTarget(() => target.query('COMMIT'));
    return rows;
  } finally {
    await target.end().catch(() => undefined);
  }
}

async function copyRows(target: Client, { client, columns, from, signal, onRows, ...to }: TableLoad) {
  const values = columns.map(({ sql }) => sql).join(', ');
  const names = columns.map((column) => name(column.name)).join(', ');
  const stream = target.query(copyFrom(`COPY ${name(to.schema)}.${name(to.table)} (${names}) FROM STDIN`));
  let rows = 0;
  // A broken target is told from a broken source by which of the two fails.
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
