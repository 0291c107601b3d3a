import { Readable } from 'node:stream';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { followManifest } from '../../../application/lake/follow-manifest';
import type { Lake } from '../../../application/lake/lake';
import { readNamedSnapshots } from '../../../application/lake/named-snapshots';
import { createSnapshots } from '../../../application/lake/snapshots';
import type { History } from '../../../aws/history/history';
import { fileFormat } from '../../../core/lake/catalogue/glue-table';
import { snapshotFolder, snapshotOf } from '../../../core/lake/keys/snapshot-keys';
import { type ManifestTable, sealManifest } from '../../../core/lake/snapshots/manifest';
import type { JobPlan } from '../../../core/planning/job-plan';
import type { TableShape } from '../../../core/tables/table-shape';
import type { MemoryLake } from '../runs/memory-lake';
import { keepShapes } from '../runs/keep-shapes';

/** Lake in memory as use cases see it. */
export function lakeOf(memory: MemoryLake): Lake {
  const ports = { documents: memory.documentPort, objects: memory.objectPort };
  return {
    objects: ports.objects,
    catalogue: memory.cataloguePort,
    bucket: 'lake',
    reader: {
      open: async (bucket, key) => Readable.from(memory.objects.get(`${bucket}/${key}`)?.body ?? []),
    },
    namedSnapshots: (prefix) => readNamedSnapshots(ports, 'lake', prefix),
    snapshots: (prefix) => createSnapshots(ports, 'lake', prefix),
  };
}

const columns = [
  { name: 'id', type: 'bigint', sourceType: 'integer' },
  { name: 'note', type: 'string', sourceType: 'text' },
];

/** Publishes a snapshot of `orders` and `items` with these rows, and moves readers to it. */
export async function publishTo(
  lake: Lake,
  memory: MemoryLake,
  plan: JobPlan,
  {
    run,
    openedAt,
    notes,
  }: { readonly run: string; readonly openedAt: string; readonly notes: readonly string[] },
): Promise<void> {
  const { publishing } = plan;
  if (publishing.kind !== 'snapshot') throw new Error('the job publishes no snapshots');
  const snapshot = snapshotOf(run);
  const tables = ['items', 'orders'].map((table): ManifestTable => {
    const staged = { schema: 'sales', table };
    const folder = snapshotFolder(publishing, staged, snapshot);
    const body = parquetOf(table === 'orders' ? notes : []);
    const key = `${folder}LOAD00000001.parquet`;
    const eTag = memory.put('lake', key, body);
    const rows = table === 'orders' ? notes.length : 0;
    const files = [{ key, size: body.length, eTag, rows }];
    return { ...staged, staged, folder, snapshot, rows, columns, primaryKey: ['id'], files };
  });
  const manifest = sealManifest({
    version: 1,
    snapshot,
    jobKey: plan.identity.key,
    run,
    openedAt,
    format: fileFormat(plan.targetSettings, false),
    ...(publishing.catalogue === undefined ? {} : { catalogue: publishing.catalogue }),
    tables,
  });
  const snapshots = lake.snapshots(publishing.prefix);
  await snapshots.keep(manifest);
  await snapshots.point(manifest);
  await followManifest(lake.catalogue, manifest, 'lake');
}

function parquetOf(notes: readonly string[]): Buffer {
  const ids = notes.map((_, index) => BigInt(index + 1));
  const columnData = [
    { name: 'id', data: ids, type: 'INT64' as const },
    { name: 'note', data: [...notes], type: 'STRING' as const },
  ];
  return Buffer.from(parquetWriteBuffer({ columnData }));
}

/** Shapes of two source checks, of which the second found two changes. */
export async function keepDriftingShapes(
  history: Pick<History, 'keepCheckReport' | 'keepGoodShapes' | 'shapes'>,
  job: string,
  [before, after]: readonly [run: string, later: string],
  [first, second]: readonly [at: Date, later: Date],
): Promise<void> {
  const id = { name: 'id', type: 'integer', nullable: false };
  const note = { name: 'note', type: 'text', nullable: true };
  const total = { name: 'total', type: 'numeric', precision: 10, scale: 2, nullable: true };
  const shape = (table: string, own: TableShape['columns']): TableShape => ({
    schema: 'sales',
    table,
    engine: 'postgres',
    columns: own,
    primaryKey: ['id'],
  });
  await keepShapes(history, job, first, before, [shape('orders', [id, total]), shape('items', [id])]);
  await history.keepGoodShapes(job, await history.shapes(job));
  const wider = { ...total, precision: 14 };
  await keepShapes(history, job, second, after, [shape('orders', [id, note, wider]), shape('items', [id])]);
}
