import { startPostgres } from '@lakeferry/local-cloud/postgres';
import type { Client } from 'pg';
import type { CheckRequest } from '../core/checks/request/check-request';
import type { SourceConnection } from '../core/planning/connection-plan';
import { engineChecks } from '../functions/check-source/engines';
import { openSource } from '../functions/check-source/open-source';
import { runChecks } from '../functions/check-source/run-checks';
import type { SourceDatabase } from '../functions/check-source/source-database';
import { coldStart } from './cold-start';
import type { Bench, Measurement } from './measurement';
import { splitting } from './source-splits';

const databaseName = 'shop';
const connection: SourceConnection = {
  name: 'bench',
  engine: 'postgres',
  secretName: 'bench',
  databaseName,
  sslMode: 'none',
};

/**
 * Costs of a source check for the source: a real PostgreSQL, through the driver that check-source
 * uses.
 */
export const sourceChecks: Bench = {
  name: 'source checks',
  async measure() {
    const server = await startPostgres();
    try {
      await server.createDatabase(databaseName);
      const client = await server.connect(databaseName);
      const { host, port, user: username, password } = server;
      const login = { host, port, username, password };
      const database = await openSource('postgres', login, connection, { connectTimeoutSeconds: 10 });
      try {
        return [
          ...(await checking(client, database)),
          ...(await splitting(client, database)),
          ...(await coldStart()),
        ];
      } finally {
        await database.close();
        await client.end();
      }
    } finally {
      await server.stop();
    }
  },
};

async function checking(client: Client, database: SourceDatabase): Promise<Measurement[]> {
  for (let table = 1; table <= 1000; table += 1)
    await client.query(
      `CREATE TABLE t${table} (id int PRIMARY KEY, at timestamptz, amount numeric(10,2), note text)`,
    );
  await client.query("INSERT INTO t1 SELECT n, now(), n, repeat('x', 100) FROM generate_series(1, 10000) n");
  const checks = await engineChecks('postgres');
  if (checks === undefined) throw new Error('there are no checks of PostgreSQL');
  const check = async (tables: number) =>
    (await runChecks(checks, database, requestFor(tables), { connection, connectMilliseconds: 0 })).report;
  const one = await check(1);
  const thousand = await check(1000);
  return [
    {
      name: 'queries of a check of 1,000 tables',
      value: thousand.queries,
      unit: 'queries',
      aim: { atMost: one.queries },
      how: `PostgreSQL, full-load-and-cdc, 4 columns each, of which one text is measured; with 1 table: ${one.queries}`,
    },
    {
      name: 'time of a check of 1,000 tables',
      value: thousand.milliseconds / 1000,
      unit: 's',
      how: 'the same, on this machine, without connecting, once after a check of 1 table',
    },
  ];
}

function requestFor(tables: number): CheckRequest {
  return {
    engine: 'postgres',
    mode: 'full-load-and-cdc',
    databaseName,
    tables: Array.from({ length: tables }, (_, at) => ({
      schema: 'public',
      table: `t${at + 1}`,
      columns: [],
    })),
    patterns: [],
    excludes: [],
    target: 's3',
    lob: { mode: 'limited', maxBytes: 32 * 1024 },
    startFrom: { kind: 'now' },
    drift: 'warn',
    lastShapes: [],
    now: new Date().toISOString(),
  };
}
