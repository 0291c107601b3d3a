import { followManifest } from '../../application/lake/follow-manifest';
import { listObjects } from '../../application/lake/list-objects';
import { createSnapshots, type Snapshots } from '../../application/lake/snapshots';
import { manifestKey, publishProgressKey, snapshotOf } from '../../core/lake/keys/snapshot-keys';
import type { Manifest } from '../../core/lake/snapshots/manifest';
import { movePointer } from '../../core/lake/snapshots/pointer';
import { planSnapshot } from '../../core/runs/publishing/plan-snapshot';
import { publishingOf } from '../../core/runs/publishing/publishing-record';
import type { Publishing } from '../../core/runs/record/publishing';
import { RunError } from '../../core/runs/record/run-error';
import { gather } from './gather';
import type { IsLate, PublishPorts, PublishRequest } from './publish-ports';
import { retire } from './retire';

/**
 * Publishes in this order: objects, manifest, catalogue, pointer. Readers of pointer, manifest and files see a complete snapshot at
 * each moment. Undefined when the time of the invocation ended before all files were copied.
 */
export async function publish(
  ports: PublishPorts,
  request: PublishRequest<'snapshot'>,
  isLate: IsLate,
): Promise<Publishing | undefined> {
  const { record, job, publishing } = request;
  const { documents, lakeBucket } = ports;
  const snapshot = snapshotOf(record.run);
  const snapshots = createSnapshots(ports, lakeBucket, publishing.prefix);
  let manifest = await snapshots.manifest(snapshot);
  if (manifest === undefined) {
    if (record.start === undefined)
      throw new RunError(
        'SnapshotUnsound',
        `${record.run} never started a task, so it has nothing to publish`,
      );
    const plan = planSnapshot({
      job,
      place: publishing,
      snapshot,
      startRequestedAt: new Date(record.start.requestedAt),
      tables: (await ports.history.runWithTables(record.run))?.tables ?? [],
      objects: await listObjects(ports.objects, ports.stagingBucket, `${job.stagingFolder}/`),
      before: await snapshots.current(),
    });
    const gathered = await gather(ports, request, plan, isLate);
    if (gathered === undefined) return undefined;
    manifest = await snapshots.keep(gathered);
  }
  const outcome = await show(ports, snapshots, manifest, publishing.prefix);
  await documents.remove(lakeBucket, [publishProgressKey(publishing, snapshot)]);
  const retired = await retire(ports, snapshots, publishing, isLate);
  return { ...publishingOf(manifest, manifestKey(publishing, snapshot)), outcome, ...retired };
}

/** Shows a snapshot to readers. If the catalogue fails, or a newer run was published, the catalogue follows the pointer again. */
async function show(
  { catalogue, lakeBucket }: PublishPorts,
  snapshots: Snapshots,
  manifest: Manifest,
  prefix: string,
): Promise<Publishing['outcome']> {
  const move = movePointer(await snapshots.pointer(), manifest, manifestKey({ prefix }, manifest.snapshot));
  if (move.do === 'leave') return move.because === 'newer' ? 'superseded' : 'published';
  try {
    await followManifest(catalogue, manifest, lakeBucket);
    if ((await snapshots.point(manifest)) !== 'newer') return 'published';
  } catch (cause) {
    const current = await snapshots.current().catch(() => undefined);
    // The same error may keep the catalogue from going back; the first error is reported.
    if (current !== undefined) await followManifest(catalogue, current, lakeBucket).catch(() => undefined);
    throw cause;
  }
  const current = await snapshots.current();
  if (current !== undefined) await followManifest(catalogue, current, lakeBucket);
  return 'superseded';
}
