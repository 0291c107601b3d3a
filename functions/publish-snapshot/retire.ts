import { listObjects } from '../../application/lake/list-objects';
import { publishesInProgress } from '../../application/lake/open-publishes';
import type { Snapshots } from '../../application/lake/snapshots';
import { removeUnused } from '../../application/lake/unused-folders';
import {
  type LakePlace,
  manifestKey,
  publishProgressPrefix,
  removalKey,
  removalPrefix,
} from '../../core/lake/keys/snapshot-keys';
import { readManifest } from '../../core/lake/snapshots/manifest';
import { snapshotsToRemove, sourcesOf } from '../../core/lake/snapshots/retention';
import type { Publishing } from '../../core/runs/record/publishing';
import type { IsLate, PublishPorts } from './publish-ports';

export type Retired = Required<Pick<Publishing, 'removed'>> & Pick<Publishing, 'notRemoved'>;

/**
 * Removes the snapshots that exceed the kept number, and leftovers of runs that ended long ago. Each snapshot is marked in the
 * pointer first, so that no rollback moves to it; then it loses its manifest, then its files. A copy of the manifest stays until the
 * files are removed. It works on one manifest at a time. An error is returned, and the next publish retries.
 */
export async function retire(
  ports: PublishPorts,
  snapshots: Snapshots,
  place: LakePlace & { readonly keep: number },
  isLate: IsLate,
  now: Date,
): Promise<Retired> {
  let removed = 0;
  try {
    const manifests = await snapshots.manifests();
    const pointer = await snapshots.pointer();
    if (pointer === undefined) return { removed };
    const goes = snapshotsToRemove(manifests, place.keep, pointer).map(({ snapshot }) => snapshot);
    const present = new Set(manifests.map(({ snapshot }) => snapshot));
    for (const snapshot of await snapshots.retire(goes, present)) {
      if (isLate()) break;
      if (await setAside(ports, place, snapshot)) removed += 1;
    }
    await clear(ports, snapshots, place, isLate, now);
    await snapshots.summarize();
    return { removed };
  } catch (error) {
    return { removed, notRemoved: error instanceof Error ? error.message : String(error) };
  }
}

/** Returns false when the manifest was removed before. */
async function setAside(
  { documents, lakeBucket }: PublishPorts,
  place: LakePlace,
  snapshot: string,
): Promise<boolean> {
  const key = manifestKey(place, snapshot);
  const found = await documents.read(lakeBucket, key);
  if (found === undefined) return false;
  await documents.write(lakeBucket, removalKey(place, snapshot), found.text, 'any');
  await documents.remove(lakeBucket, [key]);
  return true;
}

/**
 * Removes the files of manifests that were set aside, and of publishes that ended without a manifest. Folders stay that a kept
 * manifest names, and those of publishes in progress, which were recorded before their manifests.
 */
async function clear(
  ports: PublishPorts,
  snapshots: Snapshots,
  place: LakePlace,
  isLate: IsLate,
  now: Date,
): Promise<void> {
  const { documents, objects, lakeBucket } = ports;
  const removals = await listObjects(objects, lakeBucket, removalPrefix(place));
  const unfinished = await listObjects(objects, lakeBucket, publishProgressPrefix(place));
  if (removals.length === 0 && unfinished.length === 0) return;
  const { open, ended } = await publishesInProgress(ports, unfinished, now);
  for (const { key } of removals) {
    if (isLate()) return;
    const found = await documents.read(lakeBucket, key);
    if (found === undefined) continue;
    const manifest = readManifest(found.text, key);
    // Another invocation is about to remove the manifest, and then the files.
    if ((await snapshots.manifests()).some(({ snapshot }) => snapshot === manifest.snapshot)) continue;
    const folders = manifest.tables.map(({ folder }) => folder);
    if (await removeUnused(ports, snapshots, { folders, sources: sourcesOf(manifest), open }, isLate))
      await documents.remove(lakeBucket, [key]);
  }
  for (const { key, snapshot, folders } of ended) {
    if (isLate()) return;
    const sources = new Set([snapshot]);
    if (await removeUnused(ports, snapshots, { folders, sources, open }, isLate))
      await documents.remove(lakeBucket, [key]);
  }
}
