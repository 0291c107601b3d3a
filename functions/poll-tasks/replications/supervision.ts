import { namedEnvironment } from '../../../core/model/environment-names';
import type { DeployedJob } from '../../../aws/deployed-jobs';
import type { Latency } from '../../../core/runs/replication/latency';
import { holdOfJob, holdOfTask, type PursuedHold, stops } from '../../../core/runs/admission/hold';
import { arnsOf } from '../../../core/runs/task/task';
import type { Replication } from '../../../core/runs/replication/replication';
import type { Attempts } from '../attempts';
import type { PollPorts } from '../poll-ports';

/** Knowledge about CDC jobs besides the state of their tasks. */
export interface Supervision {
  readonly replications: readonly Replication[];
  /** Jobs with a run in flight, which brings up the task itself. */
  readonly held: ReadonlySet<string>;
  /** By task ARN. */
  readonly latencies: ReadonlyMap<string, Latency>;
  /** By job. Jobs that this poll does not compare with their deployment are left out. */
  readonly deployed: ReadonlyMap<string, DeployedJob>;
  readonly keepsSeries: boolean;
  /** Holds of deployments. Undefined: not known, so no task is resumed in this poll. */
  readonly holds: readonly PursuedHold[] | undefined;
}

/** Hold because of which the task of a CDC job is stopped, or not resumed. */
export function holdOn(
  { holds }: Supervision,
  { endpoints }: Pick<Replication, 'endpoints'>,
  now: Date,
): PursuedHold | undefined {
  return holdOfTask(holds ?? [], arnsOf(endpoints), now);
}

/**
 * Deployment of a job. Undefined: not compared in this poll. A job that only loads has its task until the deployment is over, which
 * may still be rolled back.
 */
export function deploymentOf(
  { deployed, holds }: Supervision,
  job: string,
  now: Date,
): DeployedJob | undefined {
  const found = deployed.get(job);
  if (found?.onlyLoads !== true) return found;
  return holds === undefined || holdOfJob(holds, job, now) !== undefined ? undefined : found;
}

/** Effect of holds on the task of a job. `hold` holds what the task uses. */
export function effectOf(
  { holds }: Supervision,
  hold: PursuedHold | undefined,
  job: string,
  now: Date,
): 'stop' | 'keep' | undefined {
  if (holds === undefined) return 'keep';
  if (hold !== undefined) return stops(hold) ? 'stop' : 'keep';
  return holdOfJob(holds, job, now) === undefined ? undefined : 'keep';
}

/** Interval at which CDC jobs are compared with their deployment. */
const compareEveryMinutes = 5;

/** Supervision of the poll of each minute. A refused answer is noted and left out: tasks are resumed without it. */
export async function readSupervision(
  ports: Pick<PollPorts, 'metrics' | 'jobs' | 'environment' | 'namePrefix' | 'instance'>,
  attempts: Attempts,
  { replications, held, holds }: Pick<Supervision, 'replications' | 'held' | 'holds'>,
  now: Date,
): Promise<Supervision> {
  const { metrics, jobs, instance } = ports;
  const environment = namedEnvironment(ports);
  const measured = replications.flatMap(({ taskArn, desired, endpoints }) =>
    taskArn === undefined || desired === 'stopped'
      ? []
      : [
          {
            taskArn,
            replicationInstanceIdentifier: endpoints.replicationInstanceIdentifier ?? instance,
          },
        ],
  );
  // Also jobs that a person stopped: their task is deleted when they only load.
  const compared = replications
    .filter(
      ({ desired, desiredBy, seen }) =>
        desired === 'running' || desiredBy === 'config' || seen?.status !== 'gone',
    )
    .map(({ forJob }) => forJob);
  // After a deployment a changed job is not resumed first, and then stopped again for its change.
  const isTime =
    now.getUTCMinutes() % compareEveryMinutes === 0 || replications.some((one) => one.held !== undefined);
  const noLatencies: Supervision['latencies'] = new Map();
  const noJobs: Supervision['deployed'] = new Map();
  const [latencies, deployed] = await Promise.all([
    measured.length === 0 ? noLatencies : attempts.take(() => metrics.latencies(measured, now), noLatencies),
    compared.length === 0 || !isTime
      ? noJobs
      : attempts.take(() => jobs.states(environment, compared), noJobs),
  ]);
  return { ...statusSupervision({ replications, held, holds }), latencies, deployed, keepsSeries: true };
}

/** Supervision of a poll that an event triggers: it acts on the tasks' statuses only. */
export function statusSupervision(known: Pick<Supervision, 'replications' | 'held' | 'holds'>): Supervision {
  return {
    ...known,
    latencies: new Map(),
    deployed: new Map(),
    keepsSeries: false,
  };
}
