import { listObjects } from '../../application/lake/list-objects';
import type { Snapshots } from '../../application/lake/snapshots';
import {
  type LakePlace,
  manifestKey,
  publishProgressPrefix,
  removalKey,
  removalPrefix,
} from '../../core/lake/keys/snapshot-keys';
import { type Manifest, readManifest } from '../../core/lake/snapshots/manifest';
import { readPublishProgress } from '../../core/lake/snapshots/publish-progress';
import { foldersToRemove, snapshotsToRemove } from '../../core/lake/snapshots/retention';
import type { Publishing } from '../../core/runs/record/publishing';
import type { IsLate, PublishPorts } from './publish-ports';

type Retired = Pick<Publishing, 'removed' | 'notRemoved'>;

/**
 * Removes the snapshots that exceed the kept number. Each loses its manifest before its files, so that nobody rolls back to an
 * incomplete snapshot; a copy of the manifest stays until the files are removed. An error is returned, and the next publish retries.
 */
export async function retire(
  ports: PublishPorts,
  snapshots: Snapshots,
  place: LakePlace & { readonly keep: number },
  isLate: IsLate,
): Promise<Retired> {
  let removed = 0;
  try {
    const manifests = await snapshots.manifests();
    const pointed = await snapshots.pointer();
    const goes = snapshotsToRemove(manifests, place.keep, pointed?.snapshot ?? '');
    const names = new Set(goes.map(({ snapshot }) => snapshot));
    const kept = manifests.filter(({ snapshot }) => !names.has(snapshot));
    for (const manifest of goes) {
      if (isLate()) break;
      await setAside(ports, place, manifest);
      removed += 1;
    }
    await clear(ports, place, kept);
    return { removed };
  } catch (error) {
    return { removed, notRemoved: error instanceof Error ? error.message : String(error) };
  }
}

async function setAside(
  { documents, lakeBucket }: PublishPorts,
  place: LakePlace,
  manifest: Manifest,
): Promise<void> {
  const { snapshot } = manifest;
  await documents.write(lakeBucket, removalKey(place, snapshot), JSON.stringify(manifest), 'any');
  await documents.remove(lakeBucket, [manifestKey(place, snapshot)]);
}

/** Removes the files of manifests that were set aside, and of publishes without a manifest. */
async function clear(ports: PublishPorts, place: LakePlace, kept: readonly Manifest[]): Promise<void> {
  const { documents, objects, lakeBucket } = ports;
  for (const { key } of await listObjects(objects, lakeBucket, removalPrefix(place))) {
    const found = await documents.read(lakeBucket, key);
    if (found === undefined) continue;
    await removeFolders(ports, foldersToRemove(readManifest(found.text, key), kept));
    await documents.remove(lakeBucket, [key]);
  }
  const inUse = new Set(kept.flatMap(({ tables }) => tables.map(({ folder }) => folder)));
  for (const { key } of await listObjects(objects, lakeBucket, publishProgressPrefix(place))) {
    const publishProgress = readPublishProgress((await documents.read(lakeBucket, key))?.text ?? '');
    await removeFolders(
      ports,
      (publishProgress?.folders ?? []).filter((folder) => !inUse.has(folder)),
    );
    await documents.remove(lakeBucket, [key]);
  }
}

async function removeFolders(
  { documents, objects, lakeBucket }: PublishPorts,
  folders: readonly string[],
): Promise<void> {
  for (const folder of folders) {
    const found = await listObjects(objects, lakeBucket, folder);
    await documents.remove(
      lakeBucket,
      found.map(({ key }) => key),
    );
  }
}
