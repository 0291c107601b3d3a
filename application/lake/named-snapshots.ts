import type { LakeDocuments } from '../../aws/lake/documents';
import type { LakeObjects } from '../../aws/lake/objects';
import { namedPrefix } from '../../core/lake/keys/snapshot-keys';
import { type Manifest, readManifest } from '../../core/lake/snapshots/manifest';
import { listObjects } from './list-objects';

interface NamedPorts {
  readonly documents: Pick<LakeDocuments, 'read'>;
  readonly objects: Pick<LakeObjects, 'page'>;
}

/** Reads the manifests of the job's snapshots that readers are not switched to, by key. */
export async function readNamedSnapshots(
  { documents, objects }: NamedPorts,
  bucket: string,
  prefix: string,
): Promise<ReadonlyMap<string, Manifest>> {
  const found = new Map<string, Manifest>();
  for (const { key } of await listObjects(objects, bucket, namedPrefix({ prefix }))) {
    const document = await documents.read(bucket, key);
    if (document !== undefined) found.set(key, readManifest(document.text, key));
  }
  return found;
}
