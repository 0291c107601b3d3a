import { readNamedSnapshots } from '../../application/lake/named-snapshots';
import { removeFolder } from '../../application/lake/unused-folders';
import type { LakePlace } from '../../core/lake/keys/snapshot-keys';
import type { IsLate, PublishPorts } from './publish-ports';

/** Removes the snapshots of some tables that are no longer kept: files first, so that a repetition finds them by the manifest. */
export async function removeExpired(
  ports: PublishPorts,
  { prefix }: Pick<LakePlace, 'prefix'>,
  isLate: IsLate,
  now: Date,
): Promise<void> {
  for (const [key, { keptUntil, tables }] of await readNamedSnapshots(ports, ports.lakeBucket, prefix)) {
    if (isLate()) return;
    if (keptUntil === undefined || Date.parse(keptUntil) > now.getTime()) continue;
    for (const { folder } of tables) await removeFolder(ports, folder);
    await ports.documents.remove(ports.lakeBucket, [key]);
  }
}
