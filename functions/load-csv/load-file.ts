import type { Client } from 'pg';
import { rejectFile } from '../../core/loads/copy-text';
import { type BadRow, LoadRefused } from '../../core/loads/load-refused';
import type { Loaded, LoadResult } from '../../core/loads/load-result';
import { selectRecords, type TableColumn } from '../../core/loads/record-checks';
import {
  carefulStaging,
  createTable,
  deleteAndInsert,
  insertInto,
  list,
  qualified,
  selectStaged,
  staging,
  unclearKeys,
} from '../../core/loads/sql';
import type { LoadPlan } from '../../core/planning/load-plan';
import { carefulCopy, reasons } from './careful-copy';
import { type Emptying, emptying } from './emptying';
import { columnsOf, fileTextOf } from './file-columns';
import { ensureLoadHistory, lockTable, noteFile, previousResult } from './load-history';
import type { LoadWork } from './load-work';
import { NeedsCare, quickCopy } from './quick-copy';
import { importFromS3 } from './s3-import';
import { tableColumns } from './table-columns';
import { faultOf, messageOf } from './target-database';

/**
 * Loads the file into the table completely or not at all. Rows and the entry in the load history are committed together. A lock per
 * table lets files load one after the other, and each version once.
 * See docs/pitfalls.md#truncate-and-import-apart and docs/pitfalls.md#two-files-at-once.
 * @throws LoadRefused when no retry can load the file; other errors may be transient
 */
export async function loadFile(work: LoadWork): Promise<LoadResult> {
  try {
    await ensureLoadHistory(work.client);
    try {
      return await inTransaction(work, () => fill(work, loadQuickly));
    } catch (error) {
      if (!(error instanceof NeedsCare) && faultOf(error) !== 'data') throw error;
      work.signal.throwIfAborted();
      // The connection of a COPY that failed may be in the middle of a message.
      const careful = { ...work, client: (await work.reconnect?.()) ?? work.client };
      return await inTransaction(careful, () => fill(careful, loadCarefully));
    }
  } catch (error) {
    throw toLoadError(error);
  }
}

/** Loads the file in one transaction under the table's lock, unless it was loaded before. */
async function inTransaction(work: LoadWork, load: () => Promise<Loaded>): Promise<LoadResult> {
  const { client, plan, patienceMs } = work;
  await client.query('BEGIN');
  try {
    await client.query(
      `SELECT set_config('datestyle', $1, true), set_config('lock_timeout', $2, true), set_config('statement_timeout', $2, true)`,
      [`ISO, ${plan.dialect.dateStyle.toUpperCase()}`, String(patienceMs)],
    );
    await lockTable(work);
    const before = await previousResult(client, work);
    const end = before ?? (await load());
    if (before === undefined && (await work.beginCommit?.()) === false)
      throw new Error(`${work.run} is closed, so its rows are not committed`);
    await client.query('COMMIT');
    return end;
  } catch (error) {
    // A broken connection has rolled back by itself.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

function toLoadError(error: unknown): unknown {
  if (error instanceof LoadRefused || faultOf(error) === 'transient') return error;
  return new LoadRefused('target-refused', [messageOf(error)], { cause: error });
}

/** Rows in the table and rows that are rejected. `staged`: the table that held the good rows. */
interface Filled {
  readonly rows: number;
  readonly bad: readonly BadRow[];
  readonly staged: string | undefined;
}

type Fill = (work: LoadWork, table: readonly TableColumn[], empties: Emptying) => Promise<Filled>;

async function fill(work: LoadWork, load: Fill): Promise<Loaded> {
  const { client, plan } = work;
  if (plan.createTable) await client.query(createTable(plan));
  const table = await tableColumns(client, plan);
  const { rows, bad, staged } = await load(work, table, await emptying(client, plan));
  const isEmpty = rows === 0 && !plan.allowEmpty && !(await holdsRows(client, staged));
  if (isEmpty && bad.length === 0)
    throw new LoadRefused('file-empty', ['the file has no rows; the table is unchanged']);
  const rejected = await writeRejects(work, bad);
  // Only an empty file may empty the table, where that is allowed.
  if (isEmpty && plan.mode === 'replace')
    throw new LoadRefused('rows-refused', [
      `all rows of the file are bad, so the table is unchanged; they are in ${rejected.rejectFile}`,
      ...reasons(bad),
    ]);
  await noteFile(client, work, { rows, rejected: bad.length });
  return { kind: 'loaded', rows, rejected: bad.length, ...rejected };
}

async function loadCarefully(
  work: LoadWork,
  table: readonly TableColumn[],
  empties: Emptying,
): Promise<Filled> {
  const { client, plan, signal } = work;
  const text = await fileTextOf(work);
  const columns = columnsOf(plan, text);
  const bad = await carefulCopy(client, text, plan, columns, table, signal);
  const rows = await inserted(work, empties, selectRecords(plan, columns, table));
  return { rows, bad, staged: carefulStaging };
}

/** Returns true when rows were staged. An upsert of them may have changed nothing, where each column is a key. */
async function holdsRows(client: Client, staged: string | undefined): Promise<boolean> {
  return staged !== undefined && (await client.query(`SELECT 1 FROM ${staged} LIMIT 1`)).rows.length > 0;
}

function isDirect({ mode, method }: LoadPlan): boolean {
  return mode === 'append' && method === 'copy';
}

/** An append goes directly into the table, where nobody sees it before the commit; other modes stage. */
async function loadQuickly(
  work: LoadWork,
  _table: readonly TableColumn[],
  empties: Emptying,
): Promise<Filled> {
  const { client, plan } = work;
  const direct = isDirect(plan);
  if (!direct) {
    const names = list(plan.columns.map(({ name }) => name));
    await client.query(
      `CREATE TEMP TABLE lakeferry_staging ON COMMIT DROP AS SELECT ${names} FROM ${qualified(plan.table)} WITH NO DATA`,
    );
  }
  const count = await copyInto(work, direct ? qualified(plan.table) : staging);
  if (direct) return { rows: count, bad: [], staged: undefined };
  if (plan.mode === 'upsert' && (await client.query(unclearKeys(plan))).rows.length > 0)
    throw new NeedsCare('a key occurs twice or is NULL');
  if (count === 0 && !plan.allowEmpty) return { rows: 0, bad: [], staged: staging };
  return { rows: await inserted(work, empties, selectStaged(plan)), bad: [], staged: staging };
}

async function copyInto(work: LoadWork, into: string): Promise<number> {
  const { client, plan, signal } = work;
  if (plan.method === 'aws_s3') return importFromS3(work);
  const text = await fileTextOf(work);
  try {
    return await quickCopy(client, text, into, columnsOf(plan, text), plan.dialect, signal);
  } catch (error) {
    if (faultOf(error) !== 'refused') throw error;
    throw new LoadRefused('target-refused', [messageOf(error, text.firstLine - 1)], { cause: error });
  }
}

async function inserted({ client, plan }: LoadWork, empties: Emptying, select: string): Promise<number> {
  if (empties === 'truncate') await client.query(`TRUNCATE ${qualified(plan.table)}`);
  const text = empties === 'delete' ? deleteAndInsert(plan, select) : insertInto(plan, select);
  return (await client.query(text)).rowCount ?? 0;
}

/** Writes the reject file before the commit, so that it exists when the rows are visible. A repetition writes the same file. */
async function writeRejects(
  { inbox, plan, file, run }: LoadWork,
  bad: readonly BadRow[],
): Promise<{ rejectFile?: string }> {
  if (bad.length === 0) return {};
  const name = file.key.split('/').at(-1) ?? file.key;
  const key = `${plan.rejected}${name}.${run}.csv`;
  await inbox.write(file.bucket, key, rejectFile(bad));
  return { rejectFile: `s3://${file.bucket}/${key}` };
}
