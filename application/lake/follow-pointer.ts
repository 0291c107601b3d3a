import type { Catalogue } from '../../aws/lake/catalogue';
import { followManifest } from './follow-manifest';
import type { Snapshots } from './snapshots';

const attempts = 5;

/**
 * Writes the tables of the pointer's snapshot to the catalogue until the pointer stays the same in the meantime. Of several writers
 * at the same time, the last one leaves the catalogue as the pointer is.
 */
export async function followPointer(
  catalogue: Catalogue,
  snapshots: Pick<Snapshots, 'pointer' | 'current'>,
  bucket: string,
): Promise<void> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const manifest = await snapshots.current();
    if (manifest === undefined) return;
    if (manifest.catalogue === undefined) return;
    await followManifest(catalogue, manifest, bucket);
    if ((await snapshots.pointer())?.snapshot === manifest.snapshot) return;
  }
}
