import { copyStaged, type StagedCopyResult } from '../../application/lake/copy-staged';
import type { JobPlans } from '../../aws/job-plans';
import type { LakeObjects } from '../../aws/lake/objects';
import { mapConcurrently } from '../../core/concurrency';
import type { ArrivedObject } from '../../core/lake/keys/object-event';
import { jobKeyOf, noJobReason } from '../../core/lake/keys/staged-key';
import type { JobPlan } from '../../core/planning/job-plan';
import { isRunError } from '../../core/runs/record/run-error';
import { checkObjects } from './check-object';

export interface CopyPorts {
  readonly plans: JobPlans;
  readonly objects: LakeObjects;
  readonly lakeBucket: string;
}

/** Result of copying one object. */
export type CopyResult =
  | StagedCopyResult
  /** Its job publishes nothing, or snapshots. */
  | { readonly kind: 'not-by-arrival' }
  /** Its message is delivered again. */
  | { readonly kind: 'failed'; readonly reason: string };

/** Number of concurrent copies. */
const copiesAtOnce = 32;

/** Copies objects and returns the result of each. Two events of one object have one result. Never rejects. */
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

/** Job of a file, or the result for a file without a job. */
async function jobOf(
  { plans, lakeBucket }: CopyPorts,
  object: ArrivedObject,
  now: Date,
): Promise<JobPlan | CopyResult> {
  if (object.bucket === lakeBucket)
    return foreign('it is in the lake already; a copy would trigger the next event');
  const jobKey = jobKeyOf(object.key);
  if (jobKey === undefined) return foreign('it is not in a folder <department>/<job> of staging');
  const job = await plans.deployed(jobKey, now).catch((error: unknown) => {
    if (isRunError(error, 'JobNotInPlan') || isRunError(error, 'PlanNotFound')) return undefined;
    throw error;
  });
  if (job === undefined) return foreign(noJobReason(jobKey));
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
