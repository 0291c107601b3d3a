import { listObjects } from '../../application/lake/list-objects';
import { createSnapshots, type Snapshots } from '../../application/lake/snapshots';
import { unlistedTable } from '../../core/lake/catalogue/unlisted-table';
import { manifestKey, publishProgressKey, snapshotOf } from '../../core/lake/keys/snapshot-keys';
import type { Manifest } from '../../core/lake/snapshots/manifest';
import { planSnapshot } from '../../core/runs/publishing/plan-snapshot';
import { publishingOf } from '../../core/runs/publishing/publishing-record';
import type { Publishing } from '../../core/runs/record/publishing';
import { RunError } from '../../core/runs/record/run-error';
import { gather } from './gather';
import type { IsLate, PublishPorts, PublishRequest } from './publish-ports';
import { removeExpired } from './remove-expired';
import { rejectNewer } from './reject-newer';
import { type Retired, retire } from './retire';
import { show } from './show';

export interface PublishedSnapshot {
  readonly at: string;
  readonly result: Publishing;
  /** Tables that the catalogue cannot have, each with the reason. */
  readonly unlisted: readonly string[];
}

/**
 * Publishes in this order: objects, manifest, catalogue, pointer. Readers of pointer, manifest and files see a complete snapshot at
 * each moment. Undefined when the time of the invocation ended before all files were copied.
 */
export async function publish(
  ports: PublishPorts,
  request: PublishRequest<'snapshot'>,
  isLate: IsLate,
  now: Date,
): Promise<PublishedSnapshot | undefined> {
  const { record, publishing } = request;
  const snapshots = createSnapshots(ports, ports.lakeBucket, publishing.prefix);
  const snapshot = snapshotOf(record.run);
  let manifest = await snapshots.manifest(snapshot);
  if (manifest === undefined) {
    const gathered = await gatherNew(ports, request, snapshots, isLate, now);
    if (gathered === undefined) return undefined;
    manifest = await snapshots.keep(gathered);
  }
  const { outcome, at } = await show(ports, snapshots, manifest, publishing.prefix);
  return {
    at,
    result: { ...publishingOf(manifest, manifestKey(publishing, snapshot)), outcome },
    unlisted: unlistedOf(manifest, ports.lakeBucket),
  };
}

function unlistedOf({ catalogue, tables }: Manifest, bucket: string): readonly string[] {
  if (catalogue === undefined) return [];
  return tables.flatMap((table) => {
    const [file] = table.files;
    if (table.columns.length > 0 || file === undefined) return [];
    return [unlistedTable('snapshot', table, `s3://${bucket}/${file.key}`, table.primaryKey !== undefined)];
  });
}

/** Removes what the publish leaves behind and what is no longer kept. The run is published, so an error does not fail it. */
export async function tidyUp(
  ports: PublishPorts,
  { record, publishing }: PublishRequest<'snapshot'>,
  isLate: IsLate,
  now: Date,
): Promise<void> {
  const { documents, history, lakeBucket } = ports;
  const progress = publishProgressKey(publishing, snapshotOf(record.run));
  let retired: Retired;
  try {
    await documents.remove(lakeBucket, [progress]);
    await removeExpired(ports, publishing, isLate, now);
    const snapshots = createSnapshots(ports, lakeBucket, publishing.prefix);
    retired = await retire(ports, snapshots, publishing, isLate, now);
  } catch (error) {
    retired = { removed: 0, notRemoved: error instanceof Error ? error.message : String(error) };
  }
  await history.recordRetired(record.run, retired);
}

/** Gathers the snapshot of a run. That of some tables takes nothing over from the snapshot that readers have. */
export async function gatherNew(
  ports: PublishPorts,
  request: PublishRequest<'snapshot'>,
  snapshots: Snapshots,
  isLate: IsLate,
  now: Date,
): Promise<Manifest | undefined> {
  const { record, job, publishing } = request;
  const start = record.start?.requestedAt ?? (record.carriesFrom === undefined ? undefined : record.openedAt);
  if (start === undefined)
    throw new RunError('SnapshotUnsound', `${record.run} never started a task, so it has nothing to publish`);
  await rejectNewer(ports, record, snapshots);
  const before = record.part === undefined ? await snapshots.current() : undefined;
  if (record.part === undefined) await settlePrevious(ports, snapshots, before, now);
  const plan = planSnapshot({
    job,
    place: publishing,
    snapshot: snapshotOf(record.run),
    startRequestedAt: new Date(start),
    tables: (await ports.history.runWithTables(record.run))?.tables ?? [],
    objects: await listObjects(ports.objects, ports.stagingBucket, `${job.stagingFolder}/`),
    before,
  });
  return await gather(ports, request, { plan, snapshots, before }, isLate);
}

/** Records the publish of a run that was killed after it had moved the pointer. */
async function settlePrevious(
  { history }: PublishPorts,
  snapshots: Snapshots,
  current: Manifest | undefined,
  now: Date,
): Promise<void> {
  const pointer = await snapshots.pointer();
  if (pointer === undefined) return;
  const record = await history.run(pointer.newest.run);
  if (record === undefined || record.phases.published !== undefined) return;
  const result =
    current?.run === record.run
      ? { ...publishingOf(current, pointer.manifest.key), outcome: 'published' as const }
      : undefined;
  // It was closed right after it had moved the pointer.
  const noticedAt = now.toISOString();
  await history.recordPublished(record.run, record.phases.closed ?? noticedAt, result, [], noticedAt);
}
