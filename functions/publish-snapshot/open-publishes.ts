import type { DatedObject } from '../../aws/lake/object-state';
import { type LakePlace, publishProgressKey } from '../../core/lake/keys/snapshot-keys';
import { type PublishProgress, readPublishProgress } from '../../core/lake/snapshots/publish-progress';
import { RunError } from '../../core/runs/record/run-error';
import type { PublishPorts } from './publish-ports';

/** Publish whose run may go on: nobody removes its folders. */
export interface OpenPublish {
  readonly folders: readonly string[];
}

/** Publish that ended without removing its progress. */
export interface EndedPublish {
  /** Key of its progress. */
  readonly key: string;
  readonly snapshot: string;
  readonly folders: readonly string[];
}

/** Time after its run was closed at which a publish has ended: Lambda ends each invocation after 15 minutes. */
const endedAfterMilliseconds = 60 * 60_000;
const attempts = 10;

/** Divides publishes with a stored progress by the state of their runs. */
export async function publishesInProgress(
  { documents, history, lakeBucket }: PublishPorts,
  found: readonly DatedObject[],
  now: Date,
): Promise<{ readonly open: readonly OpenPublish[]; readonly ended: readonly EndedPublish[] }> {
  const open: OpenPublish[] = [];
  const ended: EndedPublish[] = [];
  for (const { key } of found) {
    const text = (await documents.read(lakeBucket, key))?.text;
    if (text === undefined) continue;
    const snapshot = key.slice(key.lastIndexOf('/') + 1, -'.json'.length);
    const progress = readPublishProgress(text);
    const record = progress === undefined ? undefined : await history.run(progress.run);
    const closed = record?.phases.closed;
    const hasEnded =
      record === undefined ||
      (closed !== undefined && now.getTime() - Date.parse(closed) > endedAfterMilliseconds);
    if (hasEnded) ended.push({ key, snapshot, folders: progress?.folders ?? [] });
    else open.push({ folders: [...(progress?.folders ?? []), ...(progress?.carried ?? [])] });
  }
  return { open, ended };
}

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
