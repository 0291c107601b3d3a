import type { Client } from 'pg';
import type { LoadResult } from '../../core/loads/load-result';
import { createLoadHistory, loadHistoryTable } from '../../core/loads/sql';
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

/** Result of an earlier load that makes this one unnecessary. Undefined: the file has to be loaded. Needs the table's lock. */
export async function previousResult(
  client: Client,
  { plan, file, run }: LoadWork,
): Promise<LoadResult | undefined> {
  const load = plan.identity.key;
  const { rows: before } = await client.query<{ run: string; rows: string; rejected: string }>(
    `SELECT run, rows, rejected FROM ${loadHistoryTable} WHERE load = $1 AND bucket = $2 AND key = $3 AND version = $4`,
    [load, file.bucket, file.key, file.version],
  );
  const [noted] = before;
  if (noted !== undefined) {
    // This run was killed after its commit.
    if (noted.run === run)
      return { kind: 'loaded', rows: Number(noted.rows), rejected: Number(noted.rejected) };
    return { kind: 'loaded-before', by: noted.run, rows: Number(noted.rows) };
  }
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
