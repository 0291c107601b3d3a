import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeployedEnvironment } from '../../../application/environments/deployed-environment';
import { type Lake, openLake } from '../../../application/lake/lake';
import { type QueryResult, queryLake } from '../../../application/lake/query/query-lake';
import { waitForLoad } from '../../../application/loads/load-file';
import { dropFile } from '../../../aws/lake/inbox-drop';
import { listObjects } from '../../../aws/lake/list-objects';
import type { JobPlan } from '../../../core/planning/job-plan';
import type { Plan } from '../../../core/planning/plan';
import type { RunWithTables } from '../../../core/runs/record/run-record';
import { supplierPrices } from '../../../demo/database/supplier-prices';
import type { LocalEnvironment } from '../../local-environment/start-local-environment';
import type { Shell } from '../../shell';

/** What lies where people query it. */
export interface LandingReport {
  readonly lakeBucket: string;
  readonly snapshots: readonly LandedSnapshot[];
  readonly arrivals: readonly LandedArrivals[];
  /** The file that was dropped into the inbox; absent without a load. */
  readonly loaded?: LoadedFile;
  /** Absent without a catalogue, and without DuckDB. */
  readonly query?: LakeQuery;
}

export interface LandedSnapshot {
  readonly job: string;
  readonly prefix: string;
  readonly snapshot: string;
  readonly tables: number;
  readonly emptyTables: number;
  readonly files: number;
  readonly bytes: number;
  readonly rows: number;
}

/** Files that were copied as they came. `missing`: staged, and not there within the time. */
export interface LandedArrivals {
  readonly job: string;
  readonly prefix: string;
  readonly partitions: readonly string[];
  readonly files: number;
  readonly bytes: number;
  readonly missing: number;
}

export interface LoadedFile {
  readonly load: string;
  readonly file: string;
  readonly table: string;
  readonly run: RunWithTables;
  /** Counted in PostgreSQL afterwards. */
  readonly rowsInTable: number;
}

export interface LakeQuery extends QueryResult {
  readonly sql: string;
}

export interface LandingDemo {
  readonly plan: Plan;
  readonly connection: DeployedEnvironment;
  readonly environment: LocalEnvironment;
  readonly shell: Shell;
}

const arrivesWithin = 30_000;
const pricesInFile = 2_000;

/** Drops a file, waits until what was staged is in the lake, and asks the lake a question. */
export async function land(demo: LandingDemo): Promise<LandingReport> {
  const lake = openLake(demo.connection);
  const loading = loadFile(demo);
  loading.catch(() => undefined);
  const jobs = demo.plan.departments
    .flatMap((department) => department.jobs)
    .filter(({ enabled }) => enabled);
  const snapshots = await Promise.all(jobs.map((job) => snapshotOf(lake, job)));
  const arrivals = await Promise.all(jobs.map((job) => arrivalsOf(demo, lake, job)));
  const loaded = await loading;
  const query = await ask(lake, jobs);
  return {
    lakeBucket: lake.bucket,
    snapshots: snapshots.flat(),
    arrivals: arrivals.flat(),
    ...(loaded === undefined ? {} : { loaded }),
    ...(query === undefined ? {} : { query }),
  };
}

/** Nothing that was staged or dropped is missing where people look. */
export function hasLanded({ arrivals, loaded }: LandingReport): boolean {
  const isIn =
    loaded === undefined ||
    (loaded.run.run.verdict?.outcome === 'succeeded' &&
      loaded.rowsInTable === loaded.run.run.verdict.evidence.rows);
  return isIn && arrivals.every(({ missing }) => missing === 0);
}

async function snapshotOf(lake: Lake, { identity, publishing }: JobPlan): Promise<readonly LandedSnapshot[]> {
  if (publishing.kind !== 'snapshot') return [];
  const manifest = await lake.snapshots(publishing.prefix).current();
  if (manifest === undefined) return [];
  const files = manifest.tables.flatMap((table) => table.files);
  return [
    {
      job: identity.key,
      prefix: publishing.prefix,
      snapshot: manifest.snapshot,
      tables: manifest.tables.length,
      emptyTables: manifest.tables.filter((table) => table.files.length === 0).length,
      files: files.length,
      bytes: files.reduce((sum, { size }) => sum + size, 0),
      rows: manifest.tables.reduce((sum, { rows }) => sum + rows, 0),
    },
  ];
}

/** A CDC job's files, once there are as many in the lake as were staged. */
async function arrivalsOf(
  { connection }: LandingDemo,
  lake: Lake,
  { identity, publishing, stagingFolder }: JobPlan,
): Promise<readonly LandedArrivals[]> {
  if (publishing.kind !== 'arrival') return [];
  const staging = connection.platform.stagingBucketName;
  for (const until = Date.now() + arrivesWithin; ; await sleep(250)) {
    const staged = await listObjects(lake.objects, staging, `${stagingFolder}/`);
    const landed = await listObjects(lake.objects, lake.bucket, `${publishing.prefix}/`);
    const missing = staged.length - landed.length;
    if (staged.length === 0) return [];
    if (missing > 0 && Date.now() < until) continue;
    return [
      {
        job: identity.key,
        prefix: publishing.prefix,
        partitions: [...new Set(landed.map(({ key }) => partitionOf(key, publishing.prefix)))].sort(),
        files: landed.length,
        bytes: landed.reduce((sum, { size }) => sum + size, 0),
        missing,
      },
    ];
  }
}

/** `sales/orders/year=2026/...` of a key below the prefix. */
function partitionOf(key: string, prefix: string): string {
  return key.slice(prefix.length + 1, key.lastIndexOf('/'));
}

async function loadFile({
  plan,
  connection,
  environment,
  shell,
}: LandingDemo): Promise<LoadedFile | undefined> {
  const load = plan.departments
    .flatMap(({ loads = [] }) => loads)
    .find(({ identity }) => identity.load === 'supplier-prices');
  if (load === undefined) return undefined;
  const inbox = await connection.deployment.load(plan.environment.name, load.identity.key);
  if (inbox === undefined) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'lakeferry-inbox-'));
  try {
    const file = 'supplier prices, März.csv';
    const path = join(folder, file);
    await writeFile(path, supplierPrices(pricesInFile));
    const dropped = await dropFile(path, { bucket: inbox.bucket, key: `${inbox.inbox}${file}` });
    const run = await waitForLoad(connection, load.identity.key, dropped, () => shell.now());
    const table = `${load.table.schema}.${load.table.name}`;
    const client = await environment.database.connect(load.target.databaseName);
    try {
      const { rows } = await client.query<{ rows: string }>(`SELECT count(*) AS rows FROM ${table}`);
      return {
        load: load.identity.key,
        file,
        table: `${load.target.databaseName} ${table}`,
        run,
        rowsInTable: Number(rows[0]?.rows ?? 0),
      };
    } finally {
      await client.end();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the shop's snapshot answers; nothing where its tables are not in a catalogue. */
async function ask(lake: Lake, jobs: readonly JobPlan[]): Promise<LakeQuery | undefined> {
  const database = jobs
    .filter(({ identity }) => identity.department === 'sales')
    .flatMap(({ publishing }) =>
      publishing.kind === 'none' ? [] : (publishing.catalogue?.database ?? []),
    )[0];
  if (database === undefined || !hasDuckDb()) return undefined;
  const there = new Set((await lake.catalogue.tables(database)).map(({ name }) => name));
  if (!['orders', 'order_items', 'products', 'customers'].every((table) => there.has(table)))
    return undefined;
  const sql = bestCountries(database);
  return { sql, ...(await queryLake(lake, [database], sql)) };
}

function bestCountries(database: string): string {
  return [
    'SELECT c.country, count(DISTINCT o.order_id) AS orders,',
    '       sum(i.quantity * i.unit_price) AS revenue',
    `FROM ${database}.orders o`,
    `JOIN ${database}.order_items i USING (order_id)`,
    `JOIN ${database}.customers c USING (customer_id)`,
    "WHERE o.status <> 'cancelled'",
    'GROUP BY c.country ORDER BY revenue DESC LIMIT 5',
  ].join('\n');
}

function hasDuckDb(): boolean {
  try {
    require.resolve('@duckdb/node-api');
    return true;
  } catch {
    return false;
  }
}
