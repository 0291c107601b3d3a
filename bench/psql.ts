import { spawnSync } from 'node:child_process';
import type { PostgresServer } from '@lakeferry/local-cloud/postgres';

/**
 * Statement that creates the table `public.measured`: 8 columns of different types, with nulls and
 * quotes.
 */
export function createMeasured(rows: number): string {
  return `CREATE TABLE public.measured AS
    SELECT i AS id, md5(i::text) AS reference, (i % 1000)::int AS kind, (i * 1.37)::numeric(12,2) AS amount,
           timestamp '2026-01-01' + i * interval '1 second' AS created_at, (i % 7 = 0) AS is_open,
           CASE WHEN i % 10 = 0 THEN NULL ELSE 'note, "quoted" ' || i END AS note, i / 3.0::float8 AS ratio
    FROM generate_series(1, ${rows}) AS i`;
}

/** Runs one command. Returns false if psql is not installed. */
export function psql(
  { host, port, user, password }: PostgresServer,
  database: string,
  command: string,
): boolean {
  const done = spawnSync('psql', ['-q', '-c', command], {
    encoding: 'utf8',
    env: {
      ...process.env,
      PGHOST: host,
      PGPORT: String(port),
      PGUSER: user,
      PGPASSWORD: password,
      PGDATABASE: database,
    },
  });
  if (done.error !== undefined) return false;
  if (done.status !== 0) throw new Error(`psql failed: ${done.stderr}`);
  return true;
}
