import { copyStaged, type StagedCopy } from '../../application/copy-staged';
import type { JobPlans } from '../../aws/job-plans';
import type { LakeObjects } from '../../aws/lake/objects';
import { eachAtMost } from '../../core/concurrency';
import type { ArrivedObject } from '../../core/lake/keys/object-event';
import { jobKeyOf } from '../../core/lake/keys/staged-key';
import type { JobPlan } from '../../core/planning/job-plan';
import { isRunError } from '../../core/runs/record/run-error';
import { lookAt } from './check-object';

export interface CopyPorts {
  readonly plans: JobPlans;
  readonly objects: LakeObjects;
  readonly lakeBucket: string;
}

/** What became of an object. */
export type Fate =
  | StagedCopy
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
): Promise<ReadonlyMap<ArrivedObject, Fate>> {
  const distinct = new Map(arrived.map((object) => [identity(object), object]));
  const wanted: { readonly object: ArrivedObject; readonly job: JobPlan }[] = [];
  const fates = new Map<string, Fate>();
  for (const object of distinct.values()) {
    const found = await jobOf(ports, object, now).catch(failed);
    if ('kind' in found) fates.set(identity(object), found);
    else wanted.push({ object, job: found });
  }
  const seen = await lookAt(
    ports.objects,
    wanted.map(({ object }) => object),
  );
  await eachAtMost(copiesAtOnce, wanted, async ({ object, job }) => {
    const state = seen.get(object);
    const fate =
      state instanceof Error
        ? failed(state)
        : await copyStaged(ports.objects, ports.lakeBucket, job, state).catch(failed);
    fates.set(identity(object), fate);
  });
  return new Map(
    arrived.flatMap((object) => {
      const fate = fates.get(identity(object));
      return fate === undefined ? [] : [[object, fate]];
    }),
  );
}

/** The job whose file it is, or what becomes of a file that no job wants. */
async function jobOf(
  { plans, lakeBucket }: CopyPorts,
  object: ArrivedObject,
  now: Date,
): Promise<JobPlan | Fate> {
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

function foreign(reason: string): Fate {
  return { kind: 'foreign', reason };
}

function failed(error: unknown): Fate {
  return {
    kind: 'failed',
    reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
  };
}
