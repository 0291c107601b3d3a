import { createDms, type Dms } from '../../aws/dms/dms';
import type { ArrivalsOfDay } from '../../aws/history/daily-arrivals';
import { secondsBehind } from '../../core/runs/replication/latency';
import type { Replication } from '../../core/runs/replication/replication';
import type { JobEvent } from '../../core/runs/replication/job-event';
import type { Series } from '../../core/runs/replication/series';
import type { Checkpoint } from '../../core/runs/replication/checkpoint';
import type { Task } from '../../core/runs/task/task';
import type { Connection } from '../connect';
import { wrongUse } from '../exit-codes';
import { readCdcJob } from './cdc-job';

/** A CDC job in short. */
export interface ReplicationStatus {
  readonly job: string;
  readonly desired: Replication['desired'];
  /** DMS's word now; `gone` when it knows no such task. */
  readonly task: string;
  readonly taskArn?: string;
  /** Seconds from the source's commit to now for what waits, and when CloudWatch said so. */
  readonly behindSeconds?: number;
  readonly measuredAt?: string;
  readonly maxLatencySeconds: number;
  /** Changes in the last minute that was looked at. */
  readonly rowsPerMinute?: number;
  readonly lastChangeAt?: string;
  /** Kinds of what is wrong and told to the alerts topic. */
  readonly alerts: readonly string[];
}

export interface JobStatus extends ReplicationStatus {
  readonly replication: Replication;
  readonly checkpoint?: Checkpoint;
  readonly series?: Series;
  /** Newest first. */
  readonly events: readonly JobEvent[];
  /** What was copied to the lake, newest day first; none for jobs that do not publish by arrival. */
  readonly landed: readonly ArrivalsOfDay[];
}

const newestEvents = 20;
const daysOfArrivals = 7;

/** Every CDC job that ran once, by name. */
export async function readReplicating(
  { history }: Connection,
  dms: Dms = createDms(),
): Promise<readonly ReplicationStatus[]> {
  const all = await history.replications();
  const arns = all.flatMap(({ taskArn }) => taskArn ?? []);
  const tasks = arns.length === 0 ? [] : await dms.describeTasks(arns);
  return Promise.all(
    all.map(async (replication) => {
      const task = tasks.find(({ arn }) => arn === replication.taskArn);
      return statusOf(replication, task, await history.series(replication.forJob));
    }),
  );
}

/** Throws a CommandError for a job that is no CDC job or never ran. */
export async function readJobStatus(connection: Connection, key: string): Promise<JobStatus> {
  const { history } = connection;
  const { replication, task } = await readCdcJob(connection, key);
  if (replication === undefined)
    throw wrongUse(`${key} has not run yet, so it has no task: "lakeferry start ${key}" starts it`);
  const [series, checkpoint, events, landed] = await Promise.all([
    history.series(key),
    history.checkpoint(key),
    history.events(key, newestEvents),
    history.dailyArrivals(key, daysOfArrivals),
  ]);
  return {
    ...statusOf(replication, task, series),
    replication,
    ...(checkpoint === undefined ? {} : { checkpoint }),
    ...(series === undefined ? {} : { series }),
    events,
    landed,
  };
}

function statusOf(
  replication: Replication,
  task: Task | undefined,
  series: Series | undefined,
): ReplicationStatus {
  const { forJob, desired, taskArn, latency, lastChangeAt, maxLatencySeconds, alerts } = replication;
  const rows = series?.points.findLast((point) => point.rows !== undefined)?.rows;
  return {
    job: forJob,
    desired,
    task: task?.status ?? 'gone',
    ...(taskArn === undefined ? {} : { taskArn }),
    ...(latency === undefined ? {} : { behindSeconds: secondsBehind(latency), measuredAt: latency.at }),
    maxLatencySeconds,
    ...(rows === undefined ? {} : { rowsPerMinute: rows }),
    ...(lastChangeAt === undefined ? {} : { lastChangeAt }),
    alerts: Object.entries(alerts ?? {}).flatMap(([kind, since]) => (since === undefined ? [] : kind)),
  };
}
