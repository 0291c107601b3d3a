import { type LakePlace, publishProgressKey } from '../../core/lake/keys/snapshot-keys';
import { type PublishProgress, readPublishProgress } from '../../core/lake/snapshots/publish-progress';
import { RunError } from '../../core/runs/record/run-error';
import type { PublishPorts } from './publish-ports';

const attempts = 10;

/**
 * Stores the progress of a publish. It keeps the folders that another invocation of the same run recorded, so that they stay as
 * long as one of both can write its manifest.
 */
export async function keepProgress(
  { documents, lakeBucket }: PublishPorts,
  place: LakePlace,
  snapshot: string,
  progress: PublishProgress,
): Promise<void> {
  const key = publishProgressKey(place, snapshot);
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const found = await documents.read(lakeBucket, key);
    const kept = found === undefined ? undefined : readPublishProgress(found.text);
    const union = (a: readonly string[] = [], b: readonly string[] = []) => [...new Set([...a, ...b])];
    const text = JSON.stringify({
      ...progress,
      folders: union(kept?.folders, progress.folders),
      carried: union(kept?.carried, progress.carried),
    } satisfies PublishProgress);
    const when = found === undefined ? 'absent' : { eTag: found.eTag };
    if (await documents.write(lakeBucket, key, text, when)) return;
  }
  throw new RunError('Throttled', `other invocations keep writing s3://${lakeBucket}/${key}; retry`);
}
