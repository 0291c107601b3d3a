import type { BucketVersions, ObjectVersion } from '../../aws/lake/versions';
import { mapConcurrently } from '../../core/concurrency';
import { jobKeyOf } from '../../core/lake/keys/staged-key';
import type { RemovalProgress, RemovalStep } from '../../core/runs/removal/removal-event';
import { addWaiting, type Waiting, type WaitReason } from '../../core/runs/removal/waiting';

export interface StepOfBucket extends Pick<RemovalStep, 'work'> {
  readonly bucket: string;
  /** Reason for which an object waits. Undefined: it may be deleted. */
  readonly waits: (object: ObjectVersion) => Promise<WaitReason | undefined>;
}

/** `isOver` false: the time of the invocation ended, or something waits that arrived after the check. */
export interface Taken extends RemovalProgress {
  readonly isOver: boolean;
}

const comparedAtOnce = 48;

/** Takes one step with one bucket, page by page. */
export async function takeStep(
  versions: BucketVersions,
  { work, bucket, waits }: StepOfBucket,
  from: RemovalProgress,
  isLate: () => boolean,
): Promise<Taken> {
  let progress = from;
  if (work === 'uploads') {
    while (await versions.abortUploads(bucket)) if (isLate()) return { ...progress, isOver: false };
    return { ...progress, isOver: true };
  }
  let deleted: string | undefined;
  for (;;) {
    if (isLate()) return { ...progress, isOver: false };
    const page = await versions.page(bucket, progress.after);
    const deletedKeys = new Set([
      // Its versions may be on two pages.
      ...(deleted === undefined ? [] : [deleted]),
      ...page.versions.flatMap(({ key, isNewest, isMarker }) => (isNewest && isMarker ? key : [])),
    ]);
    deleted = [...deletedKeys].find((key) => key === page.next?.key);
    const taken = work === 'older' ? page.versions.filter(({ isNewest }) => !isNewest) : page.versions;
    const waiting = await waitingOf(taken, deletedKeys, waits);
    progress = { ...progress, waiting: [...addWaiting(progress.waiting, waiting)] };
    if (work === 'check') progress = { ...progress, after: page.next };
    else if (waiting.length > 0) return { ...progress, isOver: false };
    else {
      await versions.remove(bucket, taken);
      progress = { ...progress, deleted: progress.deleted + taken.length };
      if (work === 'older') progress = { ...progress, after: page.next };
      // What follows begins on the first page again.
      else if (taken.length > 0) continue;
    }
    if (progress.after === undefined) return { ...progress, isOver: true };
  }
}

/** Delete markers and versions of keys that their owner has deleted do not wait. */
async function waitingOf(
  versions: readonly ObjectVersion[],
  deletedKeys: ReadonlySet<string>,
  waits: StepOfBucket['waits'],
): Promise<readonly Waiting[]> {
  const found = await mapConcurrently(comparedAtOnce, versions, async (one): Promise<Waiting[]> => {
    const reason = one.isMarker || deletedKeys.has(one.key) ? undefined : await waits(one);
    if (reason === undefined) return [];
    return [{ of: folderOf(one.key), reason, files: 1, bytes: one.size }];
  });
  return found.flat();
}

/** Job or load of a key, or its folder. */
function folderOf(key: string): string {
  return (
    jobKeyOf(key.replace(/^rejected\//, '')) ?? (key.split('/').slice(0, -1).slice(0, 3).join('/') || key)
  );
}
