import type { Client } from 'pg';
import type { LoadResult } from '../../core/loads/load-result';
import { createLoadHistory, loadHistoryTable, qualified } from '../../core/loads/sql';
import type { LoadWork } from './load-work';

/** Creates the load history if it does not exist. It queries first: without the right to create schemas, IF NOT EXISTS fails. */
export async function ensureLoadHistory(client: Client): Promise<void> {
  const { rows } = await client.query('SELECT to_regclass($1) AS there', [loadHistoryTable]);
  if (rows[0]?.there !== null) return;
  await client.query('BEGIN');
  try {
    // The name is that of earlier versions, which may run at the same time during a deployment.
    await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('lakeferry:ledger', 0))`);
    for (const statement of createLoadHistory) await client.query(statement);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** Waits for the lock of the table until the end of the transaction. */
export async function lockTable({ client, plan }: Pick<LoadWork, 'client' | 'plan'>): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `lakeferry:${qualified(plan.table)}`,
  ]);
}

/**
 * Calls `then` with the result of the run if its rows are committed, and with undefined if not. The table's lock is held meanwhile, so
 * that no attempt of the run commits.
 */
export async function whileSettled(
  work: Pick<LoadWork, 'client' | 'plan' | 'file' | 'run' | 'patienceMs'>,
  then: (result: LoadResult | undefined) => Promise<void>,
): Promise<void> {
  const { client, patienceMs } = work;
  await client.query('BEGIN');
  try {
    await client.query(`SELECT set_config('lock_timeout', $1, true)`, [String(patienceMs)]);
    await lockTable(work);
    const { rows } = await client.query('SELECT to_regclass($1) AS there', [loadHistoryTable]);
    const entry = rows[0]?.there === null ? undefined : await entryOf(client, work);
    await then(entry);
  } finally {
    await client.query('ROLLBACK').catch(() => undefined);
  }
}

/** Result of an earlier load that makes this one unnecessary. Undefined: the file has to be loaded. Needs the table's lock. */
export async function previousResult(
  client: Client,
  { plan, file, run }: Pick<LoadWork, 'plan' | 'file' | 'run'>,
): Promise<LoadResult | undefined> {
  const load = plan.identity.key;
  const entry = await entryOf(client, { plan, file, run });
  if (entry !== undefined) return entry;
  if (plan.mode !== 'replace') return undefined;
  // Files get the lock in any order, and an older file must not replace a newer one (docs/pitfalls.md#two-files-at-once).
  const { rows: newer } = await client.query<{ run: string; rows: string }>(
    `SELECT run, rows FROM ${loadHistoryTable} WHERE load = $1
       AND (written_at > $2 OR (written_at = $2 AND bucket = $3 AND key = $4 AND sequencer > $5))
     ORDER BY written_at DESC LIMIT 1`,
    [load, file.writtenAt, file.bucket, file.key, file.sequencer],
  );
  const [later] = newer;
  return later === undefined ? undefined : { kind: 'superseded', by: later.run, rows: Number(later.rows) };
}

/** Entry of this version of the file. */
async function entryOf(
  client: Client,
  { plan, file, run }: Pick<LoadWork, 'plan' | 'file' | 'run'>,
): Promise<LoadResult | undefined> {
  const { rows } = await client.query<{ run: string; rows: string; rejected: string }>(
    `SELECT run, rows, rejected FROM ${loadHistoryTable} WHERE load = $1 AND bucket = $2 AND key = $3 AND version = $4`,
    [plan.identity.key, file.bucket, file.key, file.version],
  );
  const [noted] = rows;
  if (noted === undefined) return undefined;
  const counts = { rows: Number(noted.rows), rejected: Number(noted.rejected) };
  // This run was killed after its commit.
  return noted.run === run
    ? { kind: 'loaded', ...counts }
    : { kind: 'loaded-before', by: noted.run, ...counts };
}

export async function noteFile(
  client: Client,
  { plan, file, run }: LoadWork,
  { rows, rejected }: { readonly rows: number; readonly rejected: number },
): Promise<void> {
  await client.query(
    `INSERT INTO ${loadHistoryTable} (load, bucket, key, version, etag, sequencer, written_at, rows, rejected, run)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      plan.identity.key,
      file.bucket,
      file.key,
      file.version,
      file.eTag,
      file.sequencer,
      file.writtenAt,
      rows,
      rejected,
      run,
    ],
  );
}
