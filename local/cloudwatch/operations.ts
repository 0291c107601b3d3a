import { z } from 'zod';
import { AwsError, type CloudContext, type Input } from '../service';
import { unsupported } from '../unsupported';
import { type MetricName, type MetricStore, statistics } from './metrics';
import { resolutionSeconds, roundedStart } from './time-range';

const Dimensions = z
  .array(z.strictObject({ Name: z.string(), Value: z.string() }))
  .nullish()
  .transform((all) => Object.fromEntries((all ?? []).map(({ Name, Value }) => [Name, Value])));
// Epoch seconds in JSON, a date in CBOR, text in hand-written calls.
const Moment = z.union([
  z.date(),
  z.number().transform((seconds) => new Date(seconds * 1000)),
  z.coerce.date(),
]);
const Period = z.number().int().positive();
const Statistic = z.enum(statistics);

const PutInput = z.strictObject({
  Namespace: z.string().min(1),
  MetricData: z.array(
    z.strictObject({
      MetricName: z.string().min(1),
      Dimensions,
      Timestamp: Moment.nullish(),
      Value: z.number(),
      Unit: z.string().nullish(),
      StorageResolution: z.number().nullish(),
    }),
  ),
});
const ListInput = z.strictObject({
  Namespace: z.string().nullish(),
  MetricName: z.string().nullish(),
  Dimensions: z.array(z.strictObject({ Name: z.string(), Value: z.string().nullish() })).nullish(),
});
const StatisticsInput = z.strictObject({
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions,
  StartTime: Moment,
  EndTime: Moment,
  Period,
  Statistics: z.array(Statistic).min(1),
  Unit: z.string().nullish(),
});
const DataInput = z.strictObject({
  MetricDataQueries: z
    .array(
      z.strictObject({
        Id: z.string(),
        Label: z.string().nullish(),
        ReturnData: z.boolean().nullish(),
        MetricStat: z.strictObject({
          Metric: z.strictObject({ Namespace: z.string(), MetricName: z.string(), Dimensions }),
          Period,
          Stat: Statistic,
          Unit: z.string().nullish(),
        }),
      }),
    )
    .min(1)
    .max(500),
  StartTime: Moment,
  EndTime: Moment,
  ScanBy: z.enum(['TimestampDescending', 'TimestampAscending']).nullish(),
});

type TimeRange = Pick<z.infer<typeof DataInput>, 'StartTime' | 'EndTime'>;
export type MetricOperation = (input: Input) => unknown;

/** CloudWatch operations on metrics. A field that is not in a schema is refused by name. */
export function metricOperations(
  { clock }: CloudContext,
  store: MetricStore,
): Readonly<Record<string, MetricOperation>> {
  const aggregate = (wanted: MetricName, { StartTime, EndTime }: TimeRange, period: number) => {
    const now = clock.now();
    const found = store.aggregate(wanted, roundedStart(StartTime, now, period), EndTime, period);
    const isKept = period % resolutionSeconds(StartTime, now) === 0;
    return isKept ? found : { ...found, buckets: [] };
  };
  return {
    PutMetricData: operation(PutInput, ({ Namespace: namespace, MetricData }) => {
      const now = clock.now();
      for (const { MetricName: name, Dimensions: dimensions, Timestamp, Value: value, Unit } of MetricData)
        store.put(
          { namespace, name, dimensions, unit: Unit ?? 'None' },
          { at: Timestamp ?? now, value },
          now,
        );
      return {};
    }),
    ListMetrics: operation(ListInput, ({ Namespace, MetricName: name, Dimensions: filters }) => {
      const now = clock.now();
      const twoWeeks = 14 * 24 * 3600 * 1000;
      const metrics = store.between(new Date(now.getTime() - twoWeeks), new Date(now.getTime() + 1)).filter(
        (metric) =>
          (Namespace ?? metric.namespace) === metric.namespace &&
          (name ?? metric.name) === metric.name &&
          (filters ?? []).every(({ Name, Value }) => {
            const own = metric.dimensions[Name];
            return own !== undefined && (Value ?? own) === own;
          }),
      );
      return { Metrics: metrics.map(metricView) };
    }),
    GetMetricStatistics: operation(StatisticsInput, (input) => {
      const wanted = { namespace: input.Namespace, name: input.MetricName, dimensions: input.Dimensions };
      const { buckets, unit } = aggregate(wanted, input, input.Period);
      return {
        Label: input.MetricName,
        Datapoints: buckets.map(({ at, values }) => ({
          Timestamp: at,
          ...Object.fromEntries(input.Statistics.map((statistic) => [statistic, values[statistic]])),
          Unit: unit,
        })),
      };
    }),
    GetMetricData: operation(DataInput, (input) => ({
      MetricDataResults: input.MetricDataQueries.filter(({ ReturnData }) => ReturnData !== false).map(
        ({ Id, Label, MetricStat: { Metric, Period: period, Stat } }) => {
          const wanted = {
            namespace: Metric.Namespace,
            name: Metric.MetricName,
            dimensions: Metric.Dimensions,
          };
          const { buckets } = aggregate(wanted, input, period);
          if (input.ScanBy !== 'TimestampAscending') buckets.reverse();
          return {
            Id,
            Label: Label ?? Metric.MetricName,
            Timestamps: buckets.map(({ at }) => at),
            Values: buckets.map(({ values }) => values[Stat]),
            StatusCode: 'Complete',
          };
        },
      ),
      Messages: [],
    })),
  };
}

const metricView = ({ namespace, name, dimensions }: MetricName) => ({
  Namespace: namespace,
  MetricName: name,
  Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
});

function operation<T>(schema: z.ZodType<T>, run: (input: T) => unknown): MetricOperation {
  return (input) => {
    const result = schema.safeParse(input);
    if (result.success) return run(result.data);
    const why = result.error.issues.map((issue) => {
      const where = issue.path.join('.');
      if (issue.code !== 'unrecognized_keys') return `${where}: ${issue.message}`;
      const names = issue.keys.map((key) => (where === '' ? key : `${where}.${key}`));
      return unsupported(names.join(', '));
    });
    throw new AwsError('InvalidParameterValue', why.join('; '));
  };
}
