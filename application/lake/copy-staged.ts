import { SourceChanged, SourceGone } from '../../aws/lake/copy-request';
import type { DatedObject } from '../../aws/lake/object-state';
import type { LakeObjects } from '../../aws/lake/objects';
import { lakeKey } from '../../core/lake/keys/lake-key';
import { type ForeignKey, readStagedKey } from '../../core/lake/keys/staged-key';
import { parentOfStaged } from '../../core/tables/partition-parents';
import type { JobPlan } from '../../core/planning/job-plan';

/** Result of copying a staged object. */
export type StagedCopyResult =
  | { readonly kind: 'copied'; readonly jobKey: string; readonly size: number; readonly calls: number }
  | { readonly kind: 'already-there'; readonly calls: number }
  /** Deleted from staging before it was copied. The next files of a reload have events of their own. */
  | { readonly kind: 'gone' }
  | ForeignKey;

/** Attempts while an object is overwritten. */
const attempts = 3;

/** Copies an object of staging to its key in the lake. Rejects as LakeObjects.copy does. */
export async function copyStaged(
  objects: LakeObjects,
  lakeBucket: string,
  job: JobPlan,
  seen: DatedObject | undefined,
): Promise<StagedCopyResult> {
  let from = seen;
  for (let attempt = 1; from !== undefined; attempt += 1) {
    const target = lakeTarget(job, from);
    if (target.kind === 'foreign') return target;
    try {
      const { outcome, size, calls } = await objects.copy({
        from,
        to: { bucket: lakeBucket, key: target.key },
      });
      return outcome === 'copied'
        ? { kind: outcome, jobKey: job.identity.key, size, calls }
        : { kind: outcome, calls };
    } catch (error) {
      if (error instanceof SourceGone) break;
      // It was overwritten: the new object may belong into another partition.
      if (!(error instanceof SourceChanged) || attempt === attempts) throw error;
      from = await objects.head(from);
    }
  }
  return { kind: 'gone' };
}

/** Key of a staged object in the lake. */
export function lakeTarget(
  job: JobPlan,
  { key, lastModified }: Pick<DatedObject, 'key' | 'lastModified'>,
): { readonly kind: 'lake'; readonly key: string } | ForeignKey {
  if (job.publishing.kind !== 'arrival')
    return { kind: 'foreign', reason: 'its job does not publish by arrival' };
  const file = readStagedKey(key, job);
  return file.kind === 'foreign'
    ? file
    : lakeKey(file, lastModified, job.publishing, parentOfStaged(job, file));
}
