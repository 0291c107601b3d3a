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
  for (;;) {
    if (isLate()) return { ...progress, isOver: false };
    const page = await versions.page(bucket, progress.after);
    if (work === 'older') {
      const older = page.versions.filter(({ isNewest }) => !isNewest);
      await versions.remove(bucket, older);
      progress = { ...progress, deleted: progress.deleted + older.length, after: page.next };
    } else {
      const waiting = await waitingOf(page.versions, waits);
      progress = { ...progress, waiting: [...addWaiting(progress.waiting, waiting)] };
      if (work === 'check') progress = { ...progress, after: page.next };
      else if (waiting.length > 0) return { ...progress, isOver: false };
      else {
        await versions.remove(bucket, page.versions);
        progress = { ...progress, deleted: progress.deleted + page.versions.length };
        // What follows begins on the first page again.
        if (page.versions.length > 0) continue;
      }
    }
    if (progress.after === undefined) return { ...progress, isOver: true };
  }
}

/** Delete markers and versions that their owner has replaced do not wait. */
async function waitingOf(
  versions: readonly ObjectVersion[],
  waits: StepOfBucket['waits'],
): Promise<readonly Waiting[]> {
  const found = await mapConcurrently(comparedAtOnce, versions, async (one): Promise<Waiting[]> => {
    const reason = one.isNewest && !one.isMarker ? await waits(one) : undefined;
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
