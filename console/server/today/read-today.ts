import { readStatus } from '../../../application/environments/read-status';
import type { UndeliveredMessages } from '../../../application/environments/undelivered-messages';
import type { RunSummary } from '../../../application/runs/run-summary';
import type { ConsolePorts } from '../ports';
import { byHealth, type Health, healthOf, healthOfCdc } from './health';
import { type Problem, problemsOf, taskProblem } from './problems';
import { tasksAsPolled } from './tasks-as-polled';

export interface JobToday {
  readonly job: string;
  readonly kind: 'job' | 'load';
  readonly health: Health;
  /** True for a CDC job that ran, which has a page of its own. */
  readonly isCdc?: true;
  readonly newest?: RunSummary;
  readonly succeeded?: { readonly run: string; readonly at: string };
}

/** Everything that the page Today shows at once. */
export interface Today {
  readonly environment: string;
  /** Time of the answer, ISO 8601 in UTC. */
  readonly at: string;
  /** Those with problems first, then by name. */
  readonly jobs: readonly JobToday[];
  readonly problems: readonly Problem[];
  /** Problems that are not listed. */
  readonly moreProblems: number;
  readonly undelivered?: UndeliveredMessages;
}

export async function readToday({ environment, now }: ConsolePorts): Promise<Today> {
  const at = now();
  const { jobs, replicating, undelivered } = await readStatus(
    environment,
    at,
    tasksAsPolled(environment.history),
  );
  const ofTasks = replicating.flatMap(taskProblem);
  const cdcJobs = new Set(replicating.map(({ job }) => job));
  const healthOfTask = new Map(ofTasks.map(({ job, health }) => [job, health]));
  const shown = jobs.map((status): JobToday => {
    const { job, kind, newest, newestDone, state } = status;
    const run = newestDone ?? newest;
    return {
      job,
      kind,
      health: cdcJobs.has(job) ? healthOfCdc(status, healthOfTask.get(job)) : healthOf(status),
      ...(cdcJobs.has(job) ? { isCdc: true } : {}),
      ...(run === undefined ? {} : { newest: run }),
      ...(state?.succeeded === undefined ? {} : { succeeded: state.succeeded }),
    };
  });
  const problems = await problemsOf(environment.history, jobs, ofTasks);
  return {
    environment: environment.platform.environment,
    at: at.toISOString(),
    jobs: shown.sort((a, b) => byHealth(a.health, b.health) || (a.job < b.job ? -1 : 1)),
    problems: problems.shown,
    moreProblems: problems.more,
    ...(undelivered === undefined ? {} : { undelivered }),
  };
}
