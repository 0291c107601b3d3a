import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { Latency } from '../../core/runs/replication/latency';
import { toRunError } from '../errors';
import { requestLimits } from '../request-limits';

export interface Metrics {
  /** Newest latency of each task in the last minutes, by its ARN. Tasks without a value are left out. */
  latencies(tasks: readonly MeasuredTask[], now: Date): Promise<ReadonlyMap<string, Latency>>;
}

export interface MeasuredTask {
  readonly taskArn: string;
  /** Name of the instance, not its ARN. */
  readonly replicationInstanceIdentifier: string;
}

/** GetMetricData allows 500 queries per call; each task needs two. */
const tasksPerCall = 250;
/** DMS sends its metrics each minute, and CloudWatch returns them a little later. */
const lookBackMinutes = 10;
const names = ['CDCLatencySource', 'CDCLatencyTarget'] as const;

/** Reads DMS's metrics. The dimension of a task is the last part of its ARN, not its name (DMS guide, CHAP_Monitoring). */
export function createMetrics(client = new CloudWatchClient(requestLimits)): Metrics {
  return {
    async latencies(tasks, now) {
      const found = new Map<string, Latency>();
      for (let from = 0; from < tasks.length; from += tasksPerCall) {
        const some = tasks.slice(from, from + tasksPerCall);
        const values = await newest(client, some, now);
        some.forEach(({ taskArn }, index) => {
          const [source, target] = names.map((_, which) => values.get(`m${index}_${which}`));
          if (source === undefined) return;
          found.set(taskArn, {
            sourceSeconds: source.value,
            targetSeconds: target?.value,
            at: source.at,
          });
        });
      }
      return found;
    },
  };
}

interface Value {
  readonly value: number;
  readonly at: string;
}

async function newest(
  client: CloudWatchClient,
  tasks: readonly MeasuredTask[],
  now: Date,
): Promise<ReadonlyMap<string, Value>> {
  const newestOf = new Map<string, Value>();
  let NextToken: string | undefined;
  do {
    const page = await client
      .send(
        new GetMetricDataCommand({
          StartTime: new Date(now.getTime() - lookBackMinutes * 60_000),
          EndTime: now,
          ScanBy: 'TimestampDescending',
          MetricDataQueries: tasks.flatMap((task, index) => latencyQueries(task, `m${index}`, 60)),
          NextToken,
        }),
      )
      .catch((error: unknown) => {
        throw toRunError(error, 'reading the latencies of the tasks');
      });
    for (const { Id, Values, Timestamps } of page.MetricDataResults ?? []) {
      // The history would return NaN as null, and polls could not read the item.
      const index = (Values ?? []).findIndex((value) => Number.isFinite(value));
      const [value, at] = [Values?.[index], Timestamps?.[index]];
      if (Id !== undefined && value !== undefined && at !== undefined && !newestOf.has(Id))
        newestOf.set(Id, { value, at: at.toISOString() });
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return newestOf;
}

/** Queries for the highest latency of a task per period: `<id>_0` at the source, `<id>_1` at the target. */
export function latencyQueries(
  { taskArn, replicationInstanceIdentifier }: MeasuredTask,
  id: string,
  periodSeconds: number,
) {
  return names.map((MetricName, which) => ({
    Id: `${id}_${which}`,
    ReturnData: true,
    MetricStat: {
      Metric: {
        Namespace: 'AWS/DMS',
        MetricName,
        Dimensions: [
          { Name: 'ReplicationInstanceIdentifier', Value: replicationInstanceIdentifier },
          { Name: 'ReplicationTaskIdentifier', Value: lastPart(taskArn) },
        ],
      },
      Period: periodSeconds,
      Stat: 'Maximum',
    },
  }));
}

function lastPart(arn: string): string {
  return arn.split(':').at(-1) ?? arn;
}
