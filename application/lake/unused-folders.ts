import type { LakeDocuments } from '../../aws/lake/documents';
import type { LakeObjects } from '../../aws/lake/objects';
import { mapConcurrently } from '../../core/concurrency';
import { mayName } from '../../core/lake/snapshots/retention';
import { listObjects } from './list-objects';
import type { OpenPublish } from './open-publishes';
import type { Snapshots } from './snapshots';

const foldersAtOnce = 8;

/** Folders of publishes that are over. */
export interface Unused {
  readonly folders: readonly string[];
  /** Snapshots that wrote the files of the folders. */
  readonly sources: ReadonlySet<string>;
  readonly open: readonly OpenPublish[];
}

export interface UnusedPorts {
  readonly documents: Pick<LakeDocuments, 'remove'>;
  readonly objects: Pick<LakeObjects, 'page'>;
  readonly lakeBucket: string;
}

/** Folders that nobody names. Undefined when a manifest was removed meanwhile, so that nothing is known. */
export async function unusedFolders(
  snapshots: Snapshots,
  { folders, sources }: Pick<Unused, 'folders' | 'sources'>,
): Promise<readonly string[] | undefined> {
  const unused = new Set(folders);
  for (const { snapshot } of mayName(await snapshots.manifests(), sources)) {
    const manifest = await snapshots.manifest(snapshot);
    // Removed since: a newer one may have taken over its folders.
    if (manifest === undefined) return undefined;
    for (const { folder } of manifest.tables) unused.delete(folder);
  }
  return [...unused];
}

/** Removes folders that nobody names. Returns false when some may have to be removed later. */
export async function removeUnused(
  ports: UnusedPorts,
  snapshots: Snapshots,
  { open, ...named }: Unused,
  isLate: () => boolean,
): Promise<boolean> {
  const unused = await unusedFolders(snapshots, named);
  if (unused === undefined) return false;
  const held = new Set(open.flatMap((publish) => publish.folders));
  const goes = unused.filter((folder) => !held.has(folder));
  await mapConcurrently(foldersAtOnce, goes, async (folder) => {
    if (!isLate()) await removeFolder(ports, folder);
  });
  return goes.length === unused.length && !isLate();
}

export async function removeFolder(
  { documents, objects, lakeBucket }: UnusedPorts,
  folder: string,
): Promise<void> {
  const found = await listObjects(objects, lakeBucket, folder);
  if (found.length > 0)
    await documents.remove(
      lakeBucket,
      found.map(({ key }) => key),
    );
}
