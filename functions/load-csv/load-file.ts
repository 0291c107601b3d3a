import type { Client } from 'pg';
import type { Inbox } from '../../aws/inbox';
import { rejectFile } from '../../core/loads/copy-text';
import type { InboxFile } from '../../core/loads/dropped-file';
import { type BadRow, LoadRefused } from '../../core/loads/load-refused';
import { selectRecords } from '../../core/loads/record-checks';
import {
  createTable,
  insertInto,
  list,
  qualified,
  selectStaged,
  staging,
  unclearKeys,
} from '../../core/loads/sql';
import type { LoadPlan } from '../../core/planning/load-plan';
import { carefulCopy } from './careful-copy';
import { columnsOf, fileTextOf } from './file-columns';
import { ensureLedger, noteFile, standing } from './ledger';
import { NeedsCare, quickCopy } from './quick-copy';
import { importFromS3 } from './s3-import';
import { tableColumns } from './table-columns';
import { faultOf, saidBy } from './target-database';

export interface Loaded {
  readonly kind: 'loaded';
  readonly rows: number;
  readonly rejected: number;
  readonly rejectFile?: string;
}

/** `loaded-before`: by another run. `superseded`: a newer file of a load that replaces is in. */
export type LoadEnd =
  | Loaded
  | { readonly kind: 'loaded-before' | 'superseded'; readonly by: string; readonly rows: number };

export interface LoadWork {
  readonly client: Client;
  readonly inbox: Inbox;
  readonly plan: LoadPlan;
  readonly file: InboxFile;
  readonly run: string;
  /** When it fires, the work is broken off; nothing is committed. */
  readonly signal: AbortSignal;
  /** Of waiting for a lock, and of one statement. */
  readonly patienceMs: number;
}

/**
 * The file into the table, whole or not at all: rows and the ledger's note are committed together, under a lock for the table, so that
 * files come one after the other (P1, P4) and each version once. Throws `LoadRefused`; other errors may pass by themselves.
 */
export async function loadFile(work: LoadWork): Promise<LoadEnd> {
  const { client, plan, patienceMs } = work;
  await ensureLedger(client);
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
  if (error instanceof LoadRefused || faultOf(error) === 'passing') return error;
  return new LoadRefused('target-refused', [saidBy(error)], { cause: error });
}

async function fill(work: LoadWork): Promise<Loaded> {
  const { client, plan } = work;
  if (plan.createTable) await client.query(createTable(plan));
  const table = await tableColumns(client, plan);
  await client.query('SAVEPOINT quick');
  let [rows, bad]: [number, readonly BadRow[]] = [0, []];
  try {
    rows = await quickly(work);
  } catch (error) {
    if (!(error instanceof NeedsCare) && faultOf(error) !== 'data') throw error;
    work.signal.throwIfAborted();
    await client.query('ROLLBACK TO SAVEPOINT quick');
    const text = await fileTextOf(work);
    const columns = columnsOf(plan, text);
    bad = await carefulCopy(client, text, plan, columns, table, work.signal);
    await empty(work);
    rows = await inserted(client, plan, selectRecords(plan, columns, table));
  }
  if (rows === 0 && !plan.allowEmpty)
    throw new LoadRefused('file-empty', ['the file has no row; the table is as it was']);
  const rejected = await writeRejects(work, bad);
  await noteFile(client, work, { rows, rejected: bad.length });
  return { kind: 'loaded', rows, rejected: bad.length, ...rejected };
}

/** Rows that came. An append goes straight into the table, which shows nothing of it before the commit; the others are staged. */
async function quickly(work: LoadWork): Promise<number> {
  const { client, plan } = work;
  const straight = plan.mode === 'append' && plan.method === 'copy';
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
  await empty(work);
  return inserted(client, plan, selectStaged(plan));
}

async function bring(work: LoadWork, into: string): Promise<number> {
  const { client, plan, signal } = work;
  if (plan.method === 'aws_s3') return importFromS3(work);
  const text = await fileTextOf(work);
  try {
    return await quickCopy(client, text, into, columnsOf(plan, text), plan.dialect, signal);
  } catch (error) {
    if (faultOf(error) !== 'refused') throw error;
    throw new LoadRefused('target-refused', [saidBy(error, text.firstLine - 1)], { cause: error });
  }
}

/** TRUNCATE is refused for a table that others refer to, whatever they hold. */
async function empty({ client, plan }: LoadWork): Promise<void> {
  if (plan.mode !== 'replace') return;
  const { rows } = await client.query(
    `SELECT 1 FROM pg_constraint WHERE contype = 'f' AND confrelid = $1::regclass AND conrelid <> confrelid LIMIT 1`,
    [qualified(plan.table)],
  );
  await client.query(`${rows.length > 0 ? 'DELETE FROM' : 'TRUNCATE'} ${qualified(plan.table)}`);
}

async function inserted(client: Client, plan: LoadPlan, select: string): Promise<number> {
  return (await client.query(insertInto(plan, select))).rowCount ?? 0;
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
