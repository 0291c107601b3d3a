import { copyStaged, lakeTarget } from '../../application/copy-staged';
import type { DatedObject } from '../../aws/lake/object-state';
import type { LakeObjects } from '../../aws/lake/objects';
import { eachAtMost } from '../../core/concurrency';
import type { JobPlan } from '../../core/planning/job-plan';

export interface Backfilled {
  readonly job: string;
  readonly staged: number;
  readonly copied: number;
  readonly bytes: number;
  readonly present: number;
  /** Deleted from staging meanwhile. */
  readonly gone: number;
  readonly foreign: readonly { readonly key: string; readonly reason: string }[];
}

export interface BackfillOrder {
  readonly job: JobPlan;
  readonly stagingBucket: string;
  readonly lakeBucket: string;
  readonly since?: Date;
  readonly onProgress: (done: number, of: number) => void;
}

const copiesAtOnce = 16;

/** Copies what is missing. It may be killed and begun anew: what is in the lake by then is passed by. */
export async function backfillJob(objects: LakeObjects, order: BackfillOrder): Promise<Backfilled> {
  const { job, stagingBucket, lakeBucket, since, onProgress } = order;
  const staged: DatedObject[] = [];
  for await (const object of everyObject(objects, stagingBucket, `${job.stagingFolder}/`))
    if (since === undefined || object.lastModified >= since) staged.push(object);
  const prefix = job.publishing.kind === 'arrival' ? `${job.publishing.prefix}/` : '';
  const inLake = new Map<string, string>();
  for await (const { key, eTag } of everyObject(objects, lakeBucket, prefix)) inLake.set(key, eTag);

  const counts = { copied: 0, bytes: 0, present: 0, gone: 0 };
  const foreign: { key: string; reason: string }[] = [];
  let done = 0;
  await eachAtMost(copiesAtOnce, staged, async (object) => {
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
