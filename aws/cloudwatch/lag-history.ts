import { CloudWatchClient, GetMetricDataCommand, type MetricDataResult } from '@aws-sdk/client-cloudwatch';
import { RunError } from '../../core/runs/record/run-error';
import type { SeriesPoint } from '../../core/runs/replication/series';
import { toRunError } from '../errors';
import { latencyQueries, type MeasuredTask } from './metrics';

/** Lag of a period: the highest values in it. `at` is its start. */
export type LagPoint = Pick<SeriesPoint, 'at' | 'sourceSeconds' | 'targetSeconds'>;

export interface LagQuery {
  readonly from: Date;
  readonly until: Date;
  /** A multiple of 60, of which `from` is one too. CloudWatch keeps minutes for 15 days. */
  readonly periodSeconds: number;
}

export interface LagHistory {
  /** Lag of the tasks that a job had, oldest first. Periods without a value are left out. One request. */
  lags(tasks: readonly MeasuredTask[], query: LagQuery): Promise<readonly LagPoint[]>;
}

/** Reads the past lag of CDC tasks from DMS's metrics. */
export function createLagHistory(client = new CloudWatchClient({})): LagHistory {
  return {
    async lags(tasks, { from, until, periodSeconds }) {
      const points = new Map<number, LagPoint>();
      let NextToken: string | undefined;
      do {
        const page = await client
          .send(
            new GetMetricDataCommand({
              StartTime: from,
              EndTime: until,
              ScanBy: 'TimestampAscending',
              MetricDataQueries: tasks.flatMap((task, index) =>
                latencyQueries(task, `m${index}`, periodSeconds),
              ),
              NextToken,
            }),
          )
          .catch((error: unknown) => {
            throw toRunError(error, 'reading the lag from CloudWatch');
          });
        for (const result of page.MetricDataResults ?? []) add(points, result);
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return [...points].sort(([a], [b]) => a - b).map(([, point]) => point);
    },
  };
}

/** The tasks of a job follow each other, so a period in which two have values has the higher ones. */
function add(points: Map<number, LagPoint>, { Id, Values, Timestamps, StatusCode }: MetricDataResult): void {
  if (StatusCode === 'Forbidden' || StatusCode === 'InternalError')
    throw new RunError(
      StatusCode === 'Forbidden' ? 'AccessDenied' : 'ServiceUnavailable',
      `reading the lag from CloudWatch: ${StatusCode}`,
    );
  const name = Id?.endsWith('_0') === true ? 'sourceSeconds' : 'targetSeconds';
  for (const [index, at] of (Timestamps ?? []).entries()) {
    const value = Values?.[index];
    if (value === undefined || !Number.isFinite(value)) continue;
    const known = points.get(at.getTime()) ?? { at: at.toISOString() };
    points.set(at.getTime(), { ...known, [name]: Math.max(known[name] ?? 0, value) });
  }
}
