import { copyStaged, type StagedCopyResult } from '../../application/copy-staged';
import type { JobPlans } from '../../aws/job-plans';
import type { LakeObjects } from '../../aws/lake/objects';
import { mapConcurrently } from '../../core/concurrency';
import type { ArrivedObject } from '../../core/lake/keys/object-event';
import { jobKeyOf } from '../../core/lake/keys/staged-key';
import type { JobPlan } from '../../core/planning/job-plan';
import { isRunError } from '../../core/runs/record/run-error';
import { checkObjects } from './check-object';

export interface CopyPorts {
  readonly plans: JobPlans;
  readonly objects: LakeObjects;
  readonly lakeBucket: string;
}

/** What became of an object. */
export type CopyResult =
  | StagedCopyResult
  /** Its job publishes nothing, or by run. */
  | { readonly kind: 'not-by-arrival' }
  /** To be tried again. */
  | { readonly kind: 'failed'; readonly reason: string };

/** Copies on their way at once. */
const copiesAtOnce = 32;
/** What becomes of each; two events of one object share one fate. Never rejects. */
export async function copyArrivals(
  ports: CopyPorts,
  arrived: readonly ArrivedObject[],
  now: Date,
): Promise<ReadonlyMap<ArrivedObject, CopyResult>> {
  const distinct = new Map(arrived.map((object) => [identity(object), object]));
  const wanted: { readonly object: ArrivedObject; readonly job: JobPlan }[] = [];
  const results = new Map<string, CopyResult>();
  for (const object of distinct.values()) {
    const found = await jobOf(ports, object, now).catch(failed);
    if ('kind' in found) results.set(identity(object), found);
    else wanted.push({ object, job: found });
  }
  const seen = await checkObjects(
    ports.objects,
    wanted.map(({ object }) => object),
  );
  await mapConcurrently(copiesAtOnce, wanted, async ({ object, job }) => {
    const state = seen.get(object);
    const result =
      state instanceof Error
        ? failed(state)
        : await copyStaged(ports.objects, ports.lakeBucket, job, state).catch(failed);
    results.set(identity(object), result);
  });
  return new Map(
    arrived.flatMap((object) => {
      const result = results.get(identity(object));
      return result === undefined ? [] : [[object, result]];
    }),
  );
}

/** The job whose file it is, or what becomes of a file that no job wants. */
async function jobOf(
  { plans, lakeBucket }: CopyPorts,
  object: ArrivedObject,
  now: Date,
): Promise<JobPlan | CopyResult> {
  if (object.bucket === lakeBucket)
    return foreign('it is in the lake already: a copy of it would make the next event');
  const jobKey = jobKeyOf(object.key);
  if (jobKey === undefined) return foreign('it is in no folder <department>/<job> of staging');
  const job = await plans.deployed(jobKey, now).catch((error: unknown) => {
    if (isRunError(error, 'JobNotInPlan') || isRunError(error, 'PlanNotFound')) return undefined;
    throw error;
  });
  if (job === undefined) return foreign(`no job ${jobKey} is deployed: it was removed or never there`);
  return job.publishing.kind === 'arrival' ? job : { kind: 'not-by-arrival' };
}

function identity({ bucket, key }: ArrivedObject): string {
  return `${bucket}/${key}`;
}

function foreign(reason: string): CopyResult {
  return { kind: 'foreign', reason };
}

function failed(error: unknown): CopyResult {
  return {
    kind: 'failed',
    reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
  };
}
