import { setTimeout as sleep } from 'node:timers/promises';
import { type Lake, openLake } from '../../../application/lake/lake';
import { listObjects } from '../../../application/lake/list-objects';
import type { JobPlan } from '../../../core/planning/job-plan';
import { plural } from '../../output/quantities';
import type { RunningDemo } from './demo-options';
import type { CopiedFiles, LakeResult, PublishedSnapshot } from './lake-result';
import { loadPrices } from './load-prices';
import { queryOrders } from './query-orders';

const copiedWithin = 300_000;
const checkEvery = 250;

/** Loads a file, waits until all staged files are in the lake, and runs one query over it. */
export async function readLake(demo: RunningDemo, progressed: (detail: string) => void): Promise<LakeResult> {
  const lake = openLake(demo.environment);
  const loading = loadPrices(demo);
  // Awaited below; a failure meanwhile must not end the process.
  loading.catch(() => undefined);
  const jobs = demo.plan.departments
    .flatMap((department) => department.jobs)
    .filter(({ enabled }) => enabled);
  const snapshots = await Promise.all(jobs.map((job) => snapshotOf(lake, job)));
  const arrivals = await Promise.all(jobs.map((job) => copiedFilesOf(demo, lake, job, progressed)));
  progressed('loading a CSV file into PostgreSQL');
  const loaded = await loading;
  progressed('querying the lake with DuckDB');
  const query = await queryOrders(lake, jobs);
  return {
    lakeBucket: lake.bucket,
    snapshots: snapshots.flat(),
    arrivals: arrivals.flat(),
    ...(loaded === undefined ? {} : { loaded }),
    ...(query === undefined ? {} : { query }),
  };
}

async function snapshotOf(
  lake: Lake,
  { identity, publishing }: JobPlan,
): Promise<readonly PublishedSnapshot[]> {
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

/** Files of a job that publishes by arrival, once the lake has as many as staging. */
async function copiedFilesOf(
  { environment }: RunningDemo,
  lake: Lake,
  { identity, publishing, stagingFolder }: JobPlan,
  progressed: (detail: string) => void,
): Promise<readonly CopiedFiles[]> {
  if (publishing.kind !== 'arrival') return [];
  const staging = environment.platform.stagingBucketName;
  for (const until = Date.now() + copiedWithin; ; await sleep(checkEvery)) {
    const staged = await listObjects(lake.objects, staging, `${stagingFolder}/`);
    const copied = await listObjects(lake.objects, lake.bucket, `${publishing.prefix}/`);
    const missing = staged.length - copied.length;
    if (staged.length === 0) return [];
    if (missing > 0) progressed(`${plural(missing, 'file')} of ${identity.key} to copy`);
    if (missing > 0 && Date.now() < until) continue;
    return [
      {
        job: identity.key,
        prefix: publishing.prefix,
        partitions: [...new Set(copied.map(({ key }) => partitionOf(key, publishing.prefix)))].sort(),
        files: copied.length,
        bytes: copied.reduce((sum, { size }) => sum + size, 0),
        missing,
      },
    ];
  }
}

/** `sales/orders/year=2026/...` from a key below the prefix. */
function partitionOf(key: string, prefix: string): string {
  return key.slice(prefix.length + 1, key.lastIndexOf('/'));
}
