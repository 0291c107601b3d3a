import { kindOf } from '../../model/task-status';
import { type InFlightRun, isWaiting } from '../record/in-flight-run';
import { arnsOf, isLoading, type Task, type TaskEndpoints } from '../task/task';
import { isMissingForGood } from '../task/task-step';

/** CDC job, as far as a hold concerns it. */
export interface HeldJob {
  readonly forJob: string;
  readonly taskArn?: string | undefined;
  readonly endpoints: TaskEndpoints;
  /** Newest answer of DMS about its task. */
  readonly seen?: { readonly status: string; readonly since: string } | undefined;
}

/** Users of what a deployment changes, as far as a poll knows. Undefined: not known in this poll. */
export interface UseFacts {
  /** Tasks that use a held ARN, whoever owns them. */
  readonly tasks: readonly Task[] | undefined;
  readonly inFlightRuns: readonly InFlightRun[] | undefined;
  /** Runs that are admitted although their items still wait. */
  readonly admitted: readonly string[];
  /** CDC jobs. They name the tasks, and say whether an earlier poll may still start one. */
  readonly replications: readonly HeldJob[] | undefined;
}

/** Run or task for which a deployment waits. */
export interface HoldUser {
  /** As people know it. */
  readonly text: string;
  /** True for a CDC task that a hold stops. */
  readonly isStopped: boolean;
}

/** Undefined: not known. */
export function usersOf(
  resources: readonly string[],
  { tasks, inFlightRuns, admitted, replications }: UseFacts,
  now: Date,
): readonly HoldUser[] | undefined {
  if (resources.length === 0) return [];
  if (tasks === undefined || inFlightRuns === undefined) return undefined;
  const active = inFlightRuns.filter((run) => !isWaiting(run) || admitted.includes(run.run));
  const runs = active.filter((run) => usesOne(run, resources, tasks));
  const known = new Set(runs.flatMap(({ taskArn }) => taskArn ?? []));
  const jobs = new Map(replications?.map((one) => [one.taskArn, one]));
  const withoutJob = replications === undefined ? '' : ', which no job has';
  const left = tasks.filter(({ arn, status }) => !known.has(arn) && !restingKinds.has(kindOf(status)));
  const listed = new Set(tasks.map(({ arn }) => arn));
  const unlisted = (replications ?? []).filter(
    (job) =>
      job.taskArn !== undefined &&
      !listed.has(job.taskArn) &&
      !known.has(job.taskArn) &&
      arnsOf(job.endpoints).some((arn) => resources.includes(arn)) &&
      !isGone(job, now),
  );
  return [
    ...runs.map((run) => ({ text: runText(run), isStopped: false })),
    ...left.map((task): HoldUser => {
      const job = jobs.get(task.arn)?.forJob;
      if (job === undefined)
        return { text: `the task ${task.identifier}, ${task.status}${withoutJob}`, isStopped: false };
      return isLoading(task)
        ? { text: `${job}, which loads tables`, isStopped: false }
        : { text: `${job}, whose task is ${task.status}`, isStopped: true };
    }),
    ...unlisted.map(({ forJob }) => ({ text: `${forJob}, whose task DMS does not list`, isStopped: false })),
  ];
}

/** One answer without a task proves nothing: Describe is eventually consistent. */
function isGone({ seen }: HeldJob, now: Date): boolean {
  return seen?.status === 'gone' && isMissingForGood(seen.since, now);
}

/** Runs in flight that use one of the ARNs, as people know them. */
export function runsUsing(resources: readonly string[], runs: readonly InFlightRun[]): readonly string[] {
  return runs.filter((run) => !isWaiting(run) && usesOne(run, resources, [])).map(runText);
}

function runText({ forJob, run }: InFlightRun): string {
  return `${forJob} (run ${run})`;
}

/** Kinds of statuses in which a task does not stop DMS from changing its endpoints. */
const restingKinds: ReadonlySet<string> = new Set(['ready', 'down', 'deleting']);

/** Items of earlier versions do not say which target they use. Until such a run ends, it may use any. */
function usesOne(
  { uses, taskArn }: InFlightRun,
  resources: readonly string[],
  tasks: readonly Task[],
): boolean {
  if (uses?.target === undefined) return true;
  const arns = [uses.source, uses.target, uses.replicationInstance];
  return arns.some((arn) => resources.includes(arn)) || tasks.some(({ arn }) => arn === taskArn);
}
