import { createSnapshots } from '../../application/lake/snapshots';
import { namedKey, snapshotOf } from '../../core/lake/keys/snapshot-keys';
import { readManifest } from '../../core/lake/snapshots/manifest';
import { publishingOf } from '../../core/runs/publishing/publishing-record';
import { gatherNew, type PublishedSnapshot } from './publish';
import type { IsLate, PublishPorts, PublishRequest } from './publish-ports';

/**
 * Publishes some tables under a manifest of their own. Neither the pointer nor the catalogue changes, so readers keep their
 * snapshot. Undefined when the time of the invocation ended before all files were copied.
 */
export async function publishPart(
  ports: PublishPorts,
  { record, job, publishing }: PublishRequest<'snapshot'>,
  isLate: IsLate,
  now: Date,
): Promise<PublishedSnapshot | undefined> {
  const { documents, lakeBucket } = ports;
  const key = namedKey(publishing, snapshotOf(record.run));
  const { catalogue: _, ...place } = publishing;
  const snapshots = createSnapshots(ports, lakeBucket, publishing.prefix);
  const there = await documents.read(lakeBucket, key);
  const manifest =
    there === undefined
      ? await gatherNew(ports, { record, job, publishing: place }, snapshots, isLate, now)
      : readManifest(there.text, key);
  if (manifest === undefined) return undefined;
  if (there === undefined)
    await documents.write(lakeBucket, key, `${JSON.stringify(manifest, null, 1)}\n`, 'absent');
  const { keptUntil } = manifest;
  return {
    at: ports.time().toISOString(),
    result: {
      ...publishingOf(manifest, key),
      outcome: 'named',
      ...(keptUntil === undefined ? {} : { keptUntil }),
    },
    unlisted: [],
  };
}
