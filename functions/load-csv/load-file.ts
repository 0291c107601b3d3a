import type { Client } from 'pg';
import { rejectFile } from '../../core/loads/copy-text';
import { type BadRow, LoadRefused } from '../../core/loads/load-refused';
import type { Loaded, LoadResult } from '../../core/loads/load-result';
import { selectRecords } from '../../core/loads/record-checks';
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
import { carefulCopy } from './careful-copy';
import { type Emptying, emptying } from './emptying';
import { columnsOf, fileTextOf } from './file-columns';
import { ensureLoadHistory, noteFile, previousResult } from './load-history';
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
  const { client, plan, patienceMs } = work;
  await ensureLoadHistory(client);
  await client.query('BEGIN');
  try {
    await client.query(
      `SELECT set_config('datestyle', $1, true), set_config('lock_timeout', $2, true), set_config('statement_timeout', $2, true)`,
      [`ISO, ${plan.dialect.dateStyle.toUpperCase()}`, String(patienceMs)],
    );
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `lakeferry:${qualified(plan.table)}`,
    ]);
    const end = (await previousResult(client, work)) ?? (await fill(work));
    await client.query('COMMIT');
    return end;
  } catch (error) {
    // A broken connection has rolled back by itself.
    await client.query('ROLLBACK').catch(() => undefined);
    throw toLoadError(error);
  }
}

function toLoadError(error: unknown): unknown {
  if (error instanceof LoadRefused || faultOf(error) === 'transient') return error;
  return new LoadRefused('target-refused', [messageOf(error)], { cause: error });
}

async function fill(work: LoadWork): Promise<Loaded> {
  const { client, plan } = work;
  if (plan.createTable) await client.query(createTable(plan));
  const table = await tableColumns(client, plan);
  const empties = await emptying(client, plan);
  await client.query('SAVEPOINT quick');
  let [rows, bad]: [number, readonly BadRow[]] = [0, []];
  let staged = isDirect(plan) ? undefined : staging;
  try {
    rows = await loadQuickly(work, empties);
  } catch (error) {
    if (!(error instanceof NeedsCare) && faultOf(error) !== 'data') throw error;
    work.signal.throwIfAborted();
    await client.query('ROLLBACK TO SAVEPOINT quick');
    const text = await fileTextOf(work);
    const columns = columnsOf(plan, text);
    bad = await carefulCopy(client, text, plan, columns, table, work.signal);
    staged = carefulStaging;
    rows = await inserted(work, empties, selectRecords(plan, columns, table));
  }
  if (rows === 0 && !plan.allowEmpty && !(await holdsRows(client, staged)))
    throw new LoadRefused('file-empty', ['the file has no rows; the table is unchanged']);
  const rejected = await writeRejects(work, bad);
  await noteFile(client, work, { rows, rejected: bad.length });
  return { kind: 'loaded', rows, rejected: bad.length, ...rejected };
}

/** Returns true when rows were staged. An upsert of them may have changed nothing, where each column is a key. */
async function holdsRows(client: Client, staged: string | undefined): Promise<boolean> {
  return staged !== undefined && (await client.query(`SELECT 1 FROM ${staged} LIMIT 1`)).rows.length > 0;
}

function isDirect({ mode, method }: LoadPlan): boolean {
  return mode === 'append' && method === 'copy';
}

/** Number of loaded rows. An append goes directly into the table, where nobody sees it before the commit; other modes stage. */
async function loadQuickly(work: LoadWork, empties: Emptying): Promise<number> {
  const { client, plan } = work;
  const direct = isDirect(plan);
  if (!direct) {
    const names = list(plan.columns.map(({ name }) => name));
    await client.query(
      `CREATE TEMP TABLE lakeferry_staging ON COMMIT DROP AS SELECT ${names} FROM ${qualified(plan.table)} WITH NO DATA`,
    );
  }
  const count = await copyInto(work, direct ? qualified(plan.table) : staging);
  if (direct) return count;
  if (plan.mode === 'upsert' && (await client.query(unclearKeys(plan))).rows.length > 0)
    throw new NeedsCare('a key occurs twice or is NULL');
  if (count === 0 && !plan.allowEmpty) return 0;
  return inserted(work, empties, selectStaged(plan));
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
