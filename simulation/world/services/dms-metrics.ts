import type { DmsService } from '@lakeferry/local-cloud/dms';
import type { Operation } from '@lakeferry/local-cloud/service';
import * as z from 'zod/mini';

const Dimension = z.object({ Name: z.string(), Value: z.string() });
const DataInput = z.object({
  StartTime: z.number(),
  EndTime: z.number(),
  MetricDataQueries: z.array(
    z.object({
      Id: z.string(),
      MetricStat: z.object({
        Metric: z.object({ MetricName: z.string(), Dimensions: z.array(Dimension) }),
      }),
    }),
  ),
});

/** GetMetricData for the metrics of DMS's tasks: the values of each query, the newest first. */
export function dmsMetrics(dms: DmsService): Readonly<Record<string, Operation>> {
  return {
    GetMetricData(input) {
      const { StartTime, EndTime, MetricDataQueries } = DataInput.parse(input);
      const found = new Map(
        dms
          .metrics(new Date(StartTime * 1000), new Date(EndTime * 1000))
          .map((metric) => [
            keyOf(metric.name, metric.dimensions['ReplicationTaskIdentifier']),
            metric.points,
          ]),
      );
      return {
        MetricDataResults: MetricDataQueries.map(({ Id, MetricStat: { Metric } }) => {
          const task = Metric.Dimensions.find(({ Name }) => Name === 'ReplicationTaskIdentifier')?.Value;
          const points = [...(found.get(keyOf(Metric.MetricName, task)) ?? [])].reverse();
          return {
            Id,
            Timestamps: points.map(({ at }) => at),
            Values: points.map(({ value }) => value),
            StatusCode: 'Complete',
          };
        }),
      };
    },
  };
}

function keyOf(metric: string, task: string | undefined): string {
  return `${metric} ${task}`;
}
