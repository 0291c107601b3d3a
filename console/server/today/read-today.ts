import { readStatus } from '../../../application/environments/read-status';
import type { UndeliveredMessages } from '../../../application/environments/undelivered-messages';
import type { ReplicationStatus } from '../../../application/replications/read-replications';
import type { RunSummary } from '../../../application/runs/run-summary';
import type { ConsolePorts } from '../ports';
import { tasksAsPolled } from './tasks-as-polled';
import { type Health, healthOf, healths } from './health';
import { type Problem, problemsOf } from './problems';

export interface JobToday {
  readonly job: string;
  readonly kind: 'job' | 'load';
  readonly health: Health;
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
  readonly replicating: readonly ReplicationStatus[];
  readonly undelivered?: UndeliveredMessages;
}

export async function readToday({ environment, now }: ConsolePorts): Promise<Today> {
  const at = now();
  const { jobs, replicating, undelivered } = await readStatus(
    environment,
    at,
    tasksAsPolled(environment.history),
  );
  const shown = jobs.map((status): JobToday => {
    const { job, kind, newest, newestDone, state } = status;
    const run = newestDone ?? newest;
    return {
      job,
      kind,
      health: healthOf(status),
      ...(run === undefined ? {} : { newest: run }),
      ...(state?.succeeded === undefined ? {} : { succeeded: state.succeeded }),
    };
  });
  const rank = ({ health }: JobToday): number => healths.indexOf(health);
  const problems = await problemsOf(environment.history, jobs, replicating);
  return {
    environment: environment.platform.environment,
    at: at.toISOString(),
    jobs: shown.sort((a, b) => rank(a) - rank(b) || (a.job < b.job ? -1 : 1)),
    problems,
    replicating,
    ...(undelivered === undefined ? {} : { undelivered }),
  };
}
