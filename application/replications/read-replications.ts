import { createDms, type Dms } from '../../aws/dms/dms';
import type { ArrivalsOfDay } from '../../aws/history/daily-arrivals';
import type { Plans } from '../../aws/plans';
import type { JobState } from '../../core/runs/job/job-state';
import type { Checkpoint } from '../../core/runs/replication/checkpoint';
import type { JobEvent } from '../../core/runs/replication/job-event';
import { secondsBehind } from '../../core/runs/replication/latency';
import type { Replication } from '../../core/runs/replication/replication';
import type { Operations, Series } from '../../core/runs/replication/series';
import type { Task } from '../../core/runs/task/task';
import type { DeployedEnvironment } from '../environments/deployed-environment';
import { UseCaseError } from '../use-case-error';
import { readCdcJob } from './cdc-job';
import { type FaultyTables, faultyTablesOf } from './faulty-tables';
import { type ReplicationProblem, replicationProblemOf } from './replication-problem';

/** Summary of a CDC job. */
export interface ReplicationStatus {
  readonly job: string;
  readonly desired: Replication['desired'];
  /** Status in DMS's words; `gone` when DMS knows no such task. */
  readonly task: string;
  readonly taskArn?: string;
  /** Age of the oldest change that is not yet at the target, and when CloudWatch measured it. */
  readonly behindSeconds?: number;
  readonly measuredAt?: string;
  /** Reason for which its task does not run now, such as `deployment of lakeferry-prod-sales`. Absent: none. */
  readonly heldBy?: string;
  readonly maxLatencySeconds: number;
  /** Changes in the last minute that was measured. */
  readonly rowsPerMinute?: number;
  /** The same as inserts, updates and deletes. */
  readonly operationsPerMinute?: Operations;
  readonly lastChangeAt?: string;
  /** Kinds of alerts that were sent and are still open; `tables` while tables have faults. */
  readonly alerts: readonly string[];
  /** Tables of the task with faults. Absent when there are none. */
  readonly faulty?: FaultyTables;
  /** Absent when it replicates as it should. */
  readonly problem?: ReplicationProblem;
}

export interface JobStatus extends ReplicationStatus {
  readonly replication: Replication;
  /** Streak, pause and freshness. */
  readonly state?: JobState;
  readonly checkpoint?: Checkpoint;
  readonly series?: Series;
  /** Newest first. */
  readonly events: readonly JobEvent[];
  /** Files copied to the lake per day, newest day first; empty for a job that does not publish by arrival. */
  readonly dailyArrivals: readonly ArrivalsOfDay[];
}

const defaultEvents = 20;
const daysOfArrivals = 7;

/** Reads every CDC job that ran at least once, by name. */
export async function readReplications(
  { history }: Pick<DeployedEnvironment, 'history'>,
  dms: Pick<Dms, 'describeTasks'> = createDms(),
): Promise<readonly ReplicationStatus[]> {
  const all = await history.replications();
  const arns = all.flatMap(({ taskArn }) => taskArn ?? []);
  const tasks = arns.length === 0 ? [] : await dms.describeTasks(arns);
  const taskOf = new Map(tasks.map((task) => [task.arn, task]));
  return all.map((replication) => statusOf(replication, taskOf.get(replication.taskArn ?? '')));
}

/** Reads one CDC job with its newest events. Throws for a job that is not a CDC job or never ran. */
export async function readReplication(
  environment: DeployedEnvironment,
  job: string,
  dms: Pick<Dms, 'describeTasks'> = createDms(),
  { newestEvents = defaultEvents, plans }: { readonly newestEvents?: number; readonly plans?: Plans } = {},
): Promise<JobStatus> {
  const { history } = environment;
  const { replication, task } = await readCdcJob(environment, job, dms, plans);
  if (replication === undefined) throw new UseCaseError({ kind: 'never-replicated', job });
  const [state, series, checkpoint, events, dailyArrivals] = await Promise.all([
    history.jobState(job),
    history.series(job),
    history.checkpoint(job),
    history.events(job, newestEvents),
    history.dailyArrivals(job, daysOfArrivals),
  ]);
  return {
    ...statusOf(replication, task),
    replication,
    ...(state === undefined ? {} : { state }),
    ...(checkpoint === undefined ? {} : { checkpoint }),
    ...(series === undefined ? {} : { series }),
    events,
    dailyArrivals,
  };
}

function statusOf(replication: Replication, task: Task | undefined): ReplicationStatus {
  const { forJob, desired, taskArn, latency, lastChangeAt, maxLatencySeconds, alerts } = replication;
  const { rowsPerMinute, operationsPerMinute } = replication;
  const faulty = faultyTablesOf(replication);
  const problem = replicationProblemOf(replication);
  // What was measured before says nothing about a task that is down.
  const runs = task?.status === 'running';
  return {
    job: forJob,
    desired,
    task: task?.status ?? 'gone',
    ...(taskArn === undefined ? {} : { taskArn }),
    ...(latency === undefined || !runs
      ? {}
      : { behindSeconds: secondsBehind(latency), measuredAt: latency.at }),
    ...(replication.held === undefined || runs ? {} : { heldBy: replication.held.reason }),
    maxLatencySeconds,
    ...(rowsPerMinute === undefined || !runs ? {} : { rowsPerMinute }),
    ...(operationsPerMinute === undefined || !runs ? {} : { operationsPerMinute }),
    ...(lastChangeAt === undefined ? {} : { lastChangeAt }),
    alerts: [
      ...Object.entries(alerts ?? {}).flatMap(([kind, since]) => (since === undefined ? [] : kind)),
      ...(faulty === undefined ? [] : ['tables']),
    ],
    ...(faulty === undefined ? {} : { faulty }),
    ...(problem === undefined ? {} : { problem }),
  };
}
