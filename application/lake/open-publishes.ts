import { namedKeyOf } from '../../core/lake/keys/snapshot-keys';
import type { History } from '../../aws/history/history';
import type { LakeDocuments } from '../../aws/lake/documents';
import type { DatedObject } from '../../aws/lake/object-state';
import { readPublishProgress } from '../../core/lake/snapshots/publish-progress';

export interface ProgressPorts {
  readonly documents: Pick<LakeDocuments, 'read'>;
  readonly history: Pick<History, 'run'>;
  readonly lakeBucket: string;
}

/** Publish whose run may go on: nobody removes its folders. */
export interface OpenPublish {
  readonly folders: readonly string[];
}

/** Publish that ended without removing its progress. */
export interface EndedPublish {
  /** Key of its progress. */
  readonly key: string;
  readonly run?: string | undefined;
  /** Time of the last change of its progress. */
  readonly since: Date;
  readonly snapshot: string;
  readonly folders: readonly string[];
}

/** Time after its run was closed at which a publish has ended: Lambda ends each invocation after 15 minutes. */
const endedAfterMilliseconds = 60 * 60_000;

/** Divides publishes with a stored progress by the state of their runs. */
export async function publishesInProgress(
  { documents, history, lakeBucket }: ProgressPorts,
  found: readonly DatedObject[],
  now: Date,
): Promise<{ readonly open: readonly OpenPublish[]; readonly ended: readonly EndedPublish[] }> {
  const open: OpenPublish[] = [];
  const ended: EndedPublish[] = [];
  for (const { key, lastModified } of found) {
    const text = (await documents.read(lakeBucket, key))?.text;
    if (text === undefined) continue;
    const snapshot = key.slice(key.lastIndexOf('/') + 1, -'.json'.length);
    const progress = readPublishProgress(text);
    const record = progress === undefined ? undefined : await history.run(progress.run);
    const closed = record?.phases.closed;
    const hasEnded =
      record === undefined ||
      (closed !== undefined && now.getTime() - Date.parse(closed) > endedAfterMilliseconds);
    if (hasEnded) {
      // Its invocation was killed right after it had written the manifest of some tables.
      const isNamed = (await documents.read(lakeBucket, namedKeyOf(key))) !== undefined;
      const folders = isNamed ? [] : (progress?.folders ?? []);
      ended.push({ key, run: progress?.run, since: lastModified, snapshot, folders });
    } else open.push({ folders: [...(progress?.folders ?? []), ...(progress?.carried ?? [])] });
  }
  return { open, ended };
}
