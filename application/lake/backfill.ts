import type { DatedObject } from '../../aws/lake/object-state';
import { createLakeObjects, type LakeObjects } from '../../aws/lake/objects';
import { mapConcurrently } from '../../core/concurrency';
import type { JobPlan } from '../../core/planning/job-plan';
import type { DeployedEnvironment } from '../environments/deployed-environment';
import { lastKnownJob } from '../environments/deployed-names';
import { UseCaseError } from '../use-case-error';
import { copyStaged, lakeTarget } from './copy-staged';

export interface Backfilled {
  readonly job: string;
  /** Files in staging. */
  readonly staged: number;
  readonly copied: number;
  /** Size of the copied files. */
  readonly bytes: number;
  /** Files that were in the lake already. */
  readonly present: number;
  /** Files that were deleted from staging meanwhile. */
  readonly gone: number;
  /** Files that belong to no table of the job. */
  readonly foreign: readonly { readonly key: string; readonly reason: string }[];
}

export interface BackfillRequest {
  /** `department/job` */
  readonly job: string;
  /** Only files staged since then. */
  readonly since?: Date | undefined;
  readonly now: Date;
  readonly onProgress: (done: number, of: number) => void;
}

/**
 * Copies the staged files of a job that are missing in the lake, also of a job that is no longer deployed. Throws for a job that does
 * not publish by arrival.
 */
export async function backfill(
  environment: DeployedEnvironment,
  { job: key, since, now, onProgress }: BackfillRequest,
): Promise<Backfilled> {
  const job = await lastKnownJob(environment, key, now);
  if (job.publishing.kind !== 'arrival')
    throw new UseCaseError({
      kind: job.publishing.kind === 'none' ? 'publishes-nothing' : 'publishes-by-run',
      job: key,
    });
  const { stagingBucketName: stagingBucket, lakeBucketName: lakeBucket } = environment.platform;
  return copyMissing(createLakeObjects(), { job, stagingBucket, lakeBucket, since, onProgress });
}

export interface MissingCopies {
  readonly job: JobPlan;
  readonly stagingBucket: string;
  readonly lakeBucket: string;
  readonly since?: Date | undefined;
  readonly onProgress: (done: number, of: number) => void;
}

const copiesAtOnce = 16;

/** May be interrupted and repeated: files that are in the lake already are skipped. */
export async function copyMissing(
  objects: LakeObjects,
  { job, stagingBucket, lakeBucket, since, onProgress }: MissingCopies,
): Promise<Backfilled> {
  const staged: DatedObject[] = [];
  for await (const object of everyObject(objects, stagingBucket, `${job.stagingFolder}/`))
    if (since === undefined || object.lastModified >= since) staged.push(object);
  const prefix = job.publishing.kind === 'arrival' ? `${job.publishing.prefix}/` : '';
  const inLake = new Map<string, string>();
  for await (const { key, eTag } of everyObject(objects, lakeBucket, prefix)) inLake.set(key, eTag);

  const counts = { copied: 0, bytes: 0, present: 0, gone: 0 };
  const foreign: { key: string; reason: string }[] = [];
  let done = 0;
  await mapConcurrently(copiesAtOnce, staged, async (object) => {
    const target = lakeTarget(job, object);
    if (target.kind === 'lake' && inLake.get(target.key) === object.eTag) counts.present += 1;
    else {
      const copy = await copyStaged(objects, lakeBucket, job, object);
      if (copy.kind === 'copied') {
        counts.copied += 1;
        counts.bytes += copy.size;
      } else if (copy.kind === 'already-there') counts.present += 1;
      else if (copy.kind === 'gone') counts.gone += 1;
      else foreign.push({ key: object.key, reason: copy.reason });
    }
    done += 1;
    onProgress(done, staged.length);
  });
  return { job: job.identity.key, staged: staged.length, ...counts, foreign };
}

async function* everyObject(
  objects: LakeObjects,
  bucket: string,
  prefix: string,
): AsyncGenerator<DatedObject> {
  for (let after: string | undefined; ; ) {
    const page = await objects.page(bucket, prefix, after);
    yield* page.objects;
    after = page.objects.at(-1)?.key;
    if (!page.more || after === undefined) return;
  }
}
