import { isSnapshotPublished } from '../../core/runs/removal/staged-state';
import type { JobPlan } from '../../core/planning/job-plan';
import { isRunError } from '../../core/runs/record/run-error';
import type { RunInput } from '../../core/runs/record/run-input';
import type { RunRecord } from '../../core/runs/record/run-record';
import type { EmptyingPorts } from './removal-ports';

/** State of the staged files of one job, by the history. */
export interface JobFacts {
  /** Plans of the job, the newest first. */
  readonly plans: readonly JobPlan[];
  /** The last good load was published. Undefined: none of the runs that were read is a good load of all tables. */
  readonly isPublished: boolean | undefined;
  /** Opening of the first of the newest runs that publish snapshots. Undefined: the newest run publishes none, or nobody knows. */
  readonly snapshotsSince: Date | undefined;
  /** The job may have more runs than those that were read. */
  readonly mayHaveMore: boolean;
}

/** Reads at most the newest `limit` runs: their plans say where earlier files of the job are in the lake. */
export async function readJobFacts(
  { history, plans }: Pick<EmptyingPorts, 'history' | 'plans'>,
  job: string,
  limit: number,
  now: Date,
): Promise<JobFacts> {
  // Read consistently: the list of runs may lag behind.
  const newest = await history.newestRun(job, now);
  const replication = await history.replication(job);
  const listed = await history.runsOfJob(job, { limit, now });
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
    mayHaveMore: listed.length >= limit,
  };
}

/** A run whose plan is gone may have followed changes. Of what was before the first known run, nobody knows how it was published. */
function snapshotsSince(runs: readonly RunRecord[], plans: ReadonlyMap<string, JobPlan>): Date | undefined {
  const other = runs.findIndex(
    ({ plan, publishes }) => (publishes ?? plans.get(addressOf(plan))?.publishing.kind) !== 'snapshot',
  );
  const first = other === -1 ? runs.at(-1) : runs[other - 1];
  // The times of objects have no milliseconds.
  return first === undefined ? undefined : new Date(Math.floor(Date.parse(first.openedAt) / 1000) * 1000);
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
