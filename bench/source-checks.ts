import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@lakeferry/local-cloud/postgres';
import type { Client } from 'pg';
import type { TableFacts } from '../core/checks/facts/source-facts';
import type { CheckRequest } from '../core/checks/request/check-request';
import type { SourceConnection } from '../core/planning/connection-plan';
import type { TableSplit } from '../core/tables/table-split';
import { engineChecks } from '../functions/check-source/engines';
import { openSource } from '../functions/check-source/open-source';
import { runChecks } from '../functions/check-source/run-checks';
import type { SourceDatabase } from '../functions/check-source/source-database';
import { findSplits } from '../functions/check-source/split';
import { bundleFunctions } from '../infra/bundling/bundle-functions';
import { type Bench, type Measurement, median } from './measurement';

const databaseName = 'shop';
const connection: SourceConnection = {
  name: 'bench',
  engine: 'postgres',
  secretName: 'bench',
  databaseName,
  sslMode: 'none',
};

/** Costs of a source check for the source: a real PostgreSQL, through the driver that check-source uses. */
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
  const look = async (tables: number) =>
    (await runChecks(checks, database, requestFor(tables), { connection, connectMilliseconds: 0 })).report;
  const one = await look(1);
  const thousand = await look(1000);
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

const rowsOfSplit = 1_000_000;

async function splitting(client: Client, database: SourceDatabase): Promise<Measurement[]> {
  await client.query(`CREATE TABLE uniform (k bigint NOT NULL PRIMARY KEY, pad text)`);
  await client.query(`CREATE TABLE skewed (k bigint NOT NULL, pad text)`);
  await client.query(
    `INSERT INTO uniform SELECT n, repeat('x', 60) FROM generate_series(1, ${rowsOfSplit}) n`,
  );
  await client.query(
    `INSERT INTO skewed SELECT floor(exp(random() * 14)), repeat('x', 60) FROM generate_series(1, ${rowsOfSplit}) n`,
  );
  const measurements: Measurement[] = [];
  for (const [analysed, way] of [
    [false, 'sample'],
    [true, 'statistics'],
  ] as const) {
    if (analysed) await client.query('ANALYZE uniform, skewed');
    for (const [table, atMost] of [
      ['uniform', 1.2],
      ['skewed', 2],
    ] as const) {
      const [split] = await findSplits(
        database,
        [{ schema: 'public', table, column: 'k', segments: 8, exact: false }],
        [factsOf(table)],
        () => 60,
      );
      if (split === undefined || split.from !== way) throw new Error(`${table}: ${JSON.stringify(split)}`);
      measurements.push({
        name: `largest segment over the mean, ${table} keys, from ${way}`,
        value: await largestOverMean(client, table, split),
        unit: 'times',
        aim: { atMost },
        how: `8 segments requested, ${split.boundaries.length + 1} given, of ${rowsOfSplit.toLocaleString('en')} rows in PostgreSQL; ${split.rowsRead.toLocaleString('en')} rows read to find them; every segment counted`,
      });
    }
  }
  return measurements;
}

function factsOf(table: string): TableFacts {
  return {
    schema: 'public',
    table,
    engine: 'postgres',
    kind: 'table',
    columns: [{ name: 'k', type: 'bigint', nullable: false }],
    primaryKey: ['k'],
    uniqueKeys: [],
    lobColumns: [],
    rowsEstimated: rowsOfSplit,
  };
}

async function largestOverMean(client: Client, table: string, { boundaries }: TableSplit): Promise<number> {
  const { rows } = await client.query<{ n: string }>(
    `SELECT count(*) AS n FROM ${table} GROUP BY width_bucket(k, $1::bigint[])`,
    [boundaries],
  );
  return (Math.max(...rows.map(({ n }) => Number(n))) * (boundaries.length + 1)) / rowsOfSplit;
}

/** Time that Node takes to read the code of a function, without Lambda's own start and the download of the layer. */
async function coldStart(): Promise<Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lakeferry-bench-'));
  try {
    await bundleFunctions(['check-source'], folder);
    const home = join(folder, 'check-source');
    const milliseconds = (...files: readonly string[]): number => {
      const script = `const t = performance.now(); ${files.map((file) => `require(${JSON.stringify(file.endsWith('.js') ? join(home, file) : file)});`).join(' ')} process.stdout.write(String(performance.now() - t))`;
      const run = (): number =>
        Number(
          execFileSync(process.execPath, ['-e', script], {
            env: { ...process.env, NODE_PATH: join(__dirname, '..', 'node_modules') },
          }).toString(),
        );
      return median(Array.from({ length: 5 }, run));
    };
    const parts = [
      ['without a driver', []],
      ['with the driver of PostgreSQL', ['drivers/postgres.js']],
      ['with the driver of Oracle and the layer', ['drivers/oracle.js', 'oracledb']],
    ] as const;
    return parts.map(([what, files]) => ({
      name: `reading the code of check-source, ${what}`,
      value: milliseconds('index.js', ...files),
      unit: 'ms',
      how: 'require of the bundle in a new Node of this machine, median of 5; without Lambda’s own start and the unpacking of the layer',
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
