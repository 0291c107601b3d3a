import type { NewestOfJob } from '../../../application/environments/read-status';
import type { ReplicationStatus } from '../../../application/replications/read-replications';
import type { History } from '../../../aws/history/history';
import { mapConcurrently } from '../../../core/concurrency';
import { staleNow } from '../../../core/runs/job/freshness';
import { explain } from '../../../core/runs/verdict/explain';
import { byHealth, type Health, healthOf } from './health';

/** Reason why somebody has to do something, with the fix. */
export interface Problem {
  readonly job: string;
  readonly kind: 'job' | 'load';
  readonly health: Health;
  readonly cause: string;
  /** Observed facts. */
  readonly detail?: string;
  readonly fix: string;
  readonly since?: string;
  /** Run that shows it. */
  readonly run?: string;
  /** True for a problem of a CDC task, which the page of the job shows. */
  readonly isCdc?: true;
}

const shownProblems = 100;
const readsAtOnce = 20;

export interface Problems {
  readonly shown: readonly Problem[];
  /** Number of jobs with problems that are not shown, none of them worse than those that are. */
  readonly more: number;
}

/** Problems of jobs, one per job, together with those of CDC tasks; the worst first. */
export async function problemsOf(
  history: Pick<History, 'run'>,
  jobs: readonly NewestOfJob[],
  ofTasks: readonly Problem[],
): Promise<Problems> {
  const wanted = jobs
    .filter((job) => ['failing', 'late', 'paused'].includes(healthOf(job)))
    .sort((a, b) => byHealth(healthOf(a), healthOf(b)));
  const found = await mapConcurrently(readsAtOnce, wanted.slice(0, shownProblems), (job) =>
    problemOf(history, job),
  );
  return {
    shown: [...found, ...ofTasks].sort((a, b) => byHealth(a.health, b.health)),
    more: wanted.length - found.length,
  };
}

async function problemOf(history: Pick<History, 'run'>, status: NewestOfJob): Promise<Problem> {
  const { job, kind, state } = status;
  const health = healthOf(status);
  if (state?.paused !== undefined) {
    const { at, by, reason } = state.paused;
    return {
      job,
      kind,
      health,
      cause: `paused by ${by}`,
      detail: reason,
      fix: `lakeferry unpause ${job}`,
      since: at,
    };
  }
  const { trouble, held } = state ?? {};
  const stale = staleNow(state ?? {});
  const newest = status.newestDone ?? status.newest;
  if (health === 'late' && held !== undefined)
    return {
      job,
      kind,
      health,
      cause: 'a run holds the job for longer than one period of its schedule',
      fix: `lakeferry cancel ${held.run}`,
      since: held.since,
      run: held.run,
    };
  if (health === 'late' && stale !== undefined)
    return {
      job,
      kind,
      health,
      cause: 'the data is older than fresh-within',
      fix: `lakeferry run ${job}`,
      since: stale.since,
      ...(newest === undefined ? {} : { run: newest.run }),
    };
  return failureOf(history, { job, kind, health }, newest, trouble);
}

async function failureOf(
  history: Pick<History, 'run'>,
  of: Pick<Problem, 'job' | 'kind' | 'health'>,
  newest: NewestOfJob['newest'],
  trouble: NonNullable<NewestOfJob['state']>['trouble'],
): Promise<Problem> {
  // The streak began with another run, and the newest one that ended has the present reason.
  const run = newest === undefined || newest.state === 'open' ? trouble?.run : newest.run;
  const record = run === undefined ? undefined : await history.run(run);
  const finding = record?.verdict?.findings[0];
  const since = trouble?.since ?? newest?.openedAt;
  const place = {
    ...of,
    ...(run === undefined ? {} : { run }),
    ...(since === undefined ? {} : { since }),
  };
  if (record === undefined || finding === undefined)
    return { ...place, cause: 'the run did not succeed', fix: `lakeferry show ${of.job}` };
  const { cause, fix } = explain(finding, record);
  const detail = finding.table === undefined ? finding.detail : `${finding.table}: ${finding.detail}`;
  return { ...place, cause, detail, fix };
}

/** Problem of the task of a CDC job; none for one that is well. */
export function taskProblem({ job, problem }: ReplicationStatus): readonly Problem[] {
  return problem === undefined ? [] : [{ job, kind: 'job', ...problem, isCdc: true }];
}
