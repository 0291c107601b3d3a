import type { DatedObject } from '../../aws/lake/object-state';
import type { ObjectVersion } from '../../aws/lake/versions';
import { isLoadFile } from '../../core/lake/keys/load-folder';
import { jobKeyOf } from '../../core/lake/keys/staged-key';
import type { JobPlan } from '../../core/planning/job-plan';
import { isCopyOf } from '../../core/runs/removal/staged-state';
import type { WaitReason } from '../../core/runs/removal/waiting';
import { lakeTarget } from '../lake/copy-staged';
import { type JobFacts, readJobFacts } from './job-facts';
import type { EmptyingPorts } from './removal-ports';

type StagedPorts = Pick<EmptyingPorts, 'history' | 'plans' | 'objects' | 'lakeBucket'>;

/** Newest runs of a job that are read first. Few jobs have a file for which more are needed. */
const runsReadFirst = 50;

/** Says why a staged file waits, or undefined. Reads each job once, or twice. DMS has replaced older versions itself. */
export function stagedFiles(
  ports: StagedPorts,
  now: Date,
): (object: ObjectVersion) => Promise<WaitReason | undefined> {
  const known = new Map<string, Promise<JobFacts>>();
  const factsOf = (job: string, limit: number): Promise<JobFacts> => {
    const name = `${job} ${limit}`;
    const facts = known.get(name) ?? readJobFacts(ports, job, limit, now);
    known.set(name, facts);
    return facts;
  };
  return async (object) => {
    const { key, size, isNewest } = object;
    if (!isNewest || (key.endsWith('/') && size === 0)) return undefined;
    const job = jobKeyOf(key);
    if (job === undefined) return 'no-plan';
    let facts = await factsOf(job, runsReadFirst);
    if (facts.mayHaveMore && !isEnoughFor(facts, object))
      facts = await factsOf(job, Number.POSITIVE_INFINITY);
    const { plans, isPublished } = facts;
    const [newest] = plans;
    if (newest === undefined) return 'no-plan';
    if (newest.publishing.kind === 'snapshot' && isOfSnapshot(facts, object))
      // Loads that failed have nothing that could be published.
      return isPublished === false ? 'unpublished' : undefined;
    if (await isInLake(ports, plans, object)) return undefined;
    return newest.publishing.kind === 'none' ? 'not-published-at-all' : 'not-in-lake';
  };
}

function isEnoughFor(facts: JobFacts, object: DatedObject): boolean {
  return facts.isPublished !== undefined && isOfSnapshot(facts, object);
}

/** A file of changes never is: a task from before a change of the mode may write while the first loads run. */
function isOfSnapshot({ snapshotsSince }: JobFacts, { key, lastModified }: DatedObject): boolean {
  if (snapshotsSince === undefined || lastModified < snapshotsSince) return false;
  return isLoadFile(key.slice(key.lastIndexOf('/') + 1));
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
