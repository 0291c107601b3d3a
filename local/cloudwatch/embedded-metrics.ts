import { z } from 'zod';
import type { Datapoint, MetricName } from './metrics';

/**
 * Embedded metric format, as CloudWatch Logs reads it:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html.
 * Members that the format does not know are ignored.
 */
const Name = z.string().min(1).max(1024);
const Directive = z.object({
  Namespace: z.string().min(1).max(1024),
  Dimensions: z.array(z.array(Name).max(30)),
  Metrics: z
    .array(
      z.object({
        Name,
        Unit: z.string().optional(),
        StorageResolution: z.union([z.literal(1), z.literal(60)]).optional(),
      }),
    )
    .max(100),
});
const Metadata = z.object({ Timestamp: z.number().int(), CloudWatchMetrics: z.array(Directive) });
const Root = z.record(z.string(), z.unknown());
const Values = z.union([z.number().transform((value) => [value]), z.array(z.number()).max(100)]);
const DimensionValue = z.string().min(1).max(1024);

const longestPast = 14 * 24 * 3600 * 1000;
const longestAhead = 2 * 3600 * 1000;

export interface EmbeddedPoint {
  readonly metric: MetricName & { readonly unit: string };
  readonly point: Datapoint;
}

/** Points of a line. `parsing` or `validation`: the error for which CloudWatch makes none. */
export type EmbeddedMetrics = readonly EmbeddedPoint[] | 'parsing' | 'validation';

/** Reads the metrics of a log line. Other lines have none. */
export function embeddedMetrics(line: string, now: Date): EmbeddedMetrics {
  if (!line.includes('"_aws"') || !line.includes('"CloudWatchMetrics"')) return [];
  const root = Root.safeParse(parsed(line));
  if (!root.success) return 'parsing';
  const metadata = Metadata.safeParse(root.data['_aws']);
  if (!metadata.success) return 'validation';
  const { Timestamp, CloudWatchMetrics } = metadata.data;
  const age = now.getTime() - Timestamp;
  if (age > longestPast || -age > longestAhead) return 'validation';
  const points: EmbeddedPoint[] = [];
  for (const directive of CloudWatchMetrics) {
    const own = pointsOf(root.data, directive, new Date(Timestamp));
    if (own === undefined) return 'validation';
    points.push(...own);
  }
  return points;
}

/** Undefined: a target member is missing or has another type. */
function pointsOf(
  root: Readonly<Record<string, unknown>>,
  { Namespace: namespace, Dimensions, Metrics }: z.infer<typeof Directive>,
  at: Date,
): readonly EmbeddedPoint[] | undefined {
  const points: EmbeddedPoint[] = [];
  for (const set of Dimensions) {
    const dimensions = z.record(z.string(), DimensionValue).safeParse(pick(root, set));
    if (!dimensions.success) return undefined;
    for (const { Name: name, Unit: unit = 'None' } of Metrics) {
      const values = Values.safeParse(root[name]);
      if (!values.success) return undefined;
      const metric = { namespace, name, dimensions: dimensions.data, unit };
      points.push(...values.data.map((value) => ({ metric, point: { at, value } })));
    }
  }
  return points;
}

function pick(
  root: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(names.map((name) => [name, root[name]]));
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
