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
import { ensureLoadHistory, noteFile, standing } from './load-history';
import type { LoadWork } from './load-work';
import { NeedsCare, quickCopy } from './quick-copy';
import { importFromS3 } from './s3-import';
import { tableColumns } from './table-columns';
import { faultOf, messageOf } from './target-database';

/**
 * The file into the table, whole or not at all: rows and the load history's note are committed together, under a lock for the table, so that
 * files come one after the other (P1, P4) and each version once. Throws `LoadRefused`; other errors may pass by themselves.
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
    const end = (await standing(client, work)) ?? (await fill(work));
    await client.query('COMMIT');
    return end;
  } catch (error) {
    // A connection that is gone has rolled back by itself.
    await client.query('ROLLBACK').catch(() => undefined);
    throw inWords(error);
  }
}

function inWords(error: unknown): unknown {
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
  let staged = isStraight(plan) ? undefined : staging;
  try {
    rows = await quickly(work, empties);
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
    throw new LoadRefused('file-empty', ['the file has no row; the table is as it was']);
  const rejected = await writeRejects(work, bad);
  await noteFile(client, work, { rows, rejected: bad.length });
  return { kind: 'loaded', rows, rejected: bad.length, ...rejected };
}

/** Rows may have come and changed nothing: where every column is a key and all keys are there. */
async function holdsRows(client: Client, staged: string | undefined): Promise<boolean> {
  return staged !== undefined && (await client.query(`SELECT 1 FROM ${staged} LIMIT 1`)).rows.length > 0;
}

function isStraight({ mode, method }: LoadPlan): boolean {
  return mode === 'append' && method === 'copy';
}

/** Rows that came. An append goes straight into the table, which shows nothing of it before the commit; the others are staged. */
async function quickly(work: LoadWork, empties: Emptying): Promise<number> {
  const { client, plan } = work;
  const straight = isStraight(plan);
  if (!straight) {
    const names = list(plan.columns.map(({ name }) => name));
    await client.query(
      `CREATE TEMP TABLE lakeferry_staging ON COMMIT DROP AS SELECT ${names} FROM ${qualified(plan.table)} WITH NO DATA`,
    );
  }
  const came = await bring(work, straight ? qualified(plan.table) : staging);
  if (straight) return came;
  if (plan.mode === 'upsert' && (await client.query(unclearKeys(plan))).rows.length > 0)
    throw new NeedsCare('a key stands twice, or is NULL');
  if (came === 0 && !plan.allowEmpty) return 0;
  return inserted(work, empties, selectStaged(plan));
}

async function bring(work: LoadWork, into: string): Promise<number> {
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

/** Before the commit: who finds the rows finds the rejects. The same run writes the same file again. */
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
