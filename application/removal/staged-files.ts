import type { DatedObject } from '../../aws/lake/object-state';
import { jobKeyOf } from '../../core/lake/keys/staged-key';
import type { JobPlan } from '../../core/planning/job-plan';
import { isCopyOf, isSnapshotPublished } from '../../core/runs/removal/staged-state';
import type { WaitReason } from '../../core/runs/removal/waiting';
import type { RunInput } from '../../core/runs/record/run-input';
import { isRunError } from '../../core/runs/record/run-error';
import type { RunRecord } from '../../core/runs/record/run-record';
import { lakeTarget } from '../lake/copy-staged';
import type { EmptyingPorts } from './removal-ports';

type StagedPorts = Pick<EmptyingPorts, 'history' | 'plans' | 'objects' | 'lakeBucket'>;

/** Newest runs of a job that are read: their plans say where earlier files of the job are in the lake. */
const mostRuns = 50;

/** State of the staged files of one job, by the history. */
interface JobFacts {
  /** Plans of the job, the newest first. */
  readonly plans: readonly JobPlan[];
  readonly isPublished: boolean;
  /** Opening of the first run since which the job publishes snapshots. */
  readonly snapshotsSince: Date;
}

/** Says why a staged file waits, or undefined. Reads each job once. */
export function stagedFiles(
  ports: StagedPorts,
  now: Date,
): (object: DatedObject) => Promise<WaitReason | undefined> {
  const jobs = new Map<string, Promise<JobFacts>>();
  return async (object) => {
    const { key, size } = object;
    if (key.endsWith('/') && size === 0) return undefined;
    const job = jobKeyOf(key);
    if (job === undefined) return 'no-plan';
    const read = jobs.get(job) ?? factsOf(ports, job, now);
    jobs.set(job, read);
    const { plans, isPublished, snapshotsSince } = await read;
    const [newest] = plans;
    if (newest === undefined) return 'no-plan';
    if (newest.publishing.kind === 'snapshot' && object.lastModified >= snapshotsSince)
      return isPublished ? undefined : 'unpublished';
    if (await isInLake(ports, plans, object)) return undefined;
    return newest.publishing.kind === 'none' ? 'not-published-at-all' : 'not-in-lake';
  };
}

async function factsOf({ history, plans }: StagedPorts, job: string, now: Date): Promise<JobFacts> {
  // Read consistently: the list of runs may lag behind.
  const newest = await history.newestRun(job, now);
  const replication = await history.replication(job);
  const listed = await history.runsOfJob(job, { limit: mostRuns, now });
  const runs = [
    ...(newest === undefined ? [] : [newest]),
    ...listed.filter(({ run }) => run !== newest?.run),
  ];
  const addresses = new Map<string, RunInput['plan']>();
  for (const { plan } of [...runs, ...(replication === undefined ? [] : [replication])])
    addresses.set(addressOf(plan), plan);
  const byAddress = new Map<string, JobPlan>();
  for (const [address, plan] of addresses) {
    const found = await plans.job(plan, job).catch(undefinedIfGone);
    if (found !== undefined) byAddress.set(address, found);
  }
  return {
    plans: [...byAddress.values()],
    isPublished: isSnapshotPublished(runs),
    snapshotsSince: snapshotsSince(runs, byAddress),
  };
}

function snapshotsSince(runs: readonly RunRecord[], plans: ReadonlyMap<string, JobPlan>): Date {
  const kinds = runs.map(({ plan }) => plans.get(addressOf(plan))?.publishing.kind);
  const other = kinds.findIndex((kind) => kind !== undefined && kind !== 'snapshot');
  const first = other === -1 ? undefined : runs[other - 1];
  // The times of objects have no milliseconds.
  return first === undefined ? new Date(0) : new Date(Math.floor(Date.parse(first.openedAt) / 1000) * 1000);
}

/** Without s3:ListBucket, S3 refuses a plan that does not exist, too. */
function undefinedIfGone(error: unknown): undefined {
  if ((['PlanNotFound', 'JobNotInPlan', 'AccessDenied'] as const).some((name) => isRunError(error, name)))
    return undefined;
  throw error;
}

function addressOf({ bucket, key }: RunInput['plan']): string {
  return `${bucket}/${key}`;
}

async function isInLake(
  { objects, lakeBucket }: StagedPorts,
  plans: readonly JobPlan[],
  object: DatedObject,
): Promise<boolean> {
  const keys = new Set(
    plans.flatMap((plan) => {
      const target = lakeTarget(plan, object);
      return target.kind === 'lake' ? target.key : [];
    }),
  );
  for (const key of keys) if (isCopyOf(object, await objects.head({ bucket: lakeBucket, key }))) return true;
  return false;
}
