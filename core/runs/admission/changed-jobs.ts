import {
  type FixedFacts,
  keptColumn,
  keptEncryption,
  replacementFor,
} from '../../checks/position/fixed-facts';
import type { TaskReplacement } from '../../checks/position/task-replacement';
import { refusalWords } from '../../model/deployment-refusals';
import type { Replication } from '../replication/replication';
import { isGoneForGood } from '../replication/replication-step';

/** Properties of the custom resource that say what DMS cannot change on tasks. */
export interface FixedProperties {
  /** By job. */
  readonly Jobs: Readonly<Record<string, FixedFacts>>;
  /** Engines of sources, by connection. */
  readonly Engines: Readonly<Record<string, string>>;
}

/** CDC job, as far as a refusal depends on it. */
export interface FollowingJob {
  readonly forJob: string;
  readonly taskArn?: string | undefined;
  readonly seen?: Pick<NonNullable<Replication['seen']>, 'status' | 'since' | 'isDeleted'> | undefined;
  /** Present while a new task is to continue where a deleted one ended. */
  readonly replacement?: object | undefined;
  readonly source?: { readonly name?: string | undefined } | undefined;
}

export interface ChangedJob {
  readonly job: string;
  readonly step: TaskReplacement;
}

/** Jobs of which something changes that DMS cannot change on a task. A job that is added or removed is none. */
export function changedJobs(before: FixedProperties, after: FixedProperties): readonly ChangedJob[] {
  return Object.entries(after.Jobs).flatMap(([job, is]) => {
    const was = before.Jobs[job];
    const step = was && replacementFor(job, was, is);
    return step === undefined ? [] : [{ job, step }];
  });
}

function changedEngines(before: FixedProperties, after: FixedProperties): readonly string[] {
  return Object.entries(after.Engines).flatMap(([source, engine]) =>
    before.Engines[source] === undefined || before.Engines[source] === engine ? [] : [source],
  );
}

/**
 * Reasons that do not depend on tasks: a setting would stay on an endpoint, so files would have a column that readers do not expect, or
 * DMS rejects the change.
 */
function keptSettings(before: FixedProperties, after: FixedProperties): readonly string[] {
  return Object.entries(after.Jobs).flatMap(([job, is]) => {
    const was = before.Jobs[job];
    // A job that follows changes always has one. Its change to another mode is not refused: diff says what stays.
    if (was === undefined) return [];
    const kept = [
      was.mode === is.mode ? keptColumn(job, was, is) : undefined,
      keptEncryption(job, was, is),
    ].filter((one) => one !== undefined);
    return kept.map(({ why, steps }) => `${job}: ${why}; ${steps.join('; then: ')}`);
  });
}

/** True if the deployment could be refused, which depends on the tasks that exist. */
export function mayBeRefused(before: FixedProperties, after: FixedProperties): boolean {
  const jobs = changedJobs(before, after);
  return (
    jobs.some(({ step }) => step.do === 'refuse') ||
    changedEngines(before, after).length > 0 ||
    keptSettings(before, after).length > 0
  );
}

/** Reason why a deployment is refused of whose jobs some cannot be read in the history. Undefined: it does not depend on them. */
export function unreadRefusalOf(
  before: FixedProperties,
  after: FixedProperties,
  unread: readonly string[],
): string | undefined {
  const hasOtherEngine = changedEngines(before, after).length > 0;
  const refused = changedJobs(before, after).flatMap(({ job, step }) => (step.do === 'refuse' ? [job] : []));
  const names = unread.filter((job) => hasOtherEngine || refused.includes(job));
  if (names.length === 0) return undefined;
  return `nothing was changed. ${refusalWords['changes-unknown']} ${names.join(', ')} would be lost, because its item cannot be read; deploy with the newest version of Lakeferry that this environment has had`;
}

/** Reason why a deployment is refused before it changes anything, with the steps. Undefined: it is not. Nothing is lost for a job without a task. */
export function refusalOf(
  before: FixedProperties,
  after: FixedProperties,
  replications: readonly FollowingJob[],
  now: Date,
): string | undefined {
  const living = replications.filter(
    (job) => job.taskArn !== undefined && (job.replacement !== undefined || !isGoneForGood(job, now)),
  );
  const jobs = changedJobs(before, after).flatMap(({ job, step }) =>
    step.do === 'refuse' && living.some(({ forJob }) => forJob === job)
      ? [`${job}: ${step.why}; ${refusalWords['changes-lost']} ${step.steps.join('; then: ')}`]
      : [],
  );
  const engines = changedEngines(before, after).flatMap((changed) => {
    const users = living.filter(({ source }) => source?.name === changed).map(({ forJob }) => forJob);
    if (users.length === 0) return [];
    const stops = users.map((job) => `lakeferry stop ${job} --delete`).join(', ');
    return [
      `${changed}: ${refusalWords['engine-of-source']} ${users.join(', ')}; describe it as another source, or run ${stops} before you deploy again`,
    ];
  });
  const all = [...jobs, ...engines, ...keptSettings(before, after)];
  return all.length === 0 ? undefined : `nothing was changed. ${all.join('. ')}`;
}
