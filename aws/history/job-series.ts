import { seriesKey } from '../../core/runs/replication/replication-keys';
import { Series } from '../../core/runs/replication/series';
import type { HistoryTable } from './table';

/** Latency and throughput of each CDC job, per minute. */
export interface JobSeries {
  series(jobKey: string): Promise<Series | undefined>;
  /** Does nothing when another poll has written since `before` was read. */
  recordSeries(jobKey: string, series: Series, before: Series | undefined): Promise<void>;
}

export function seriesStore(table: HistoryTable): JobSeries {
  return {
    async series(jobKey) {
      const item = await table.get(seriesKey(jobKey));
      return item === undefined ? undefined : Series.parse(item);
    },
    async recordSeries(jobKey, series, before) {
      const where =
        before === undefined
          ? [{ path: 'pk', exists: false }]
          : [{ path: 'updatedAt', equals: before.updatedAt }];
      await table.update(seriesKey(jobKey), { set: { ...series }, where, withoutItem: true });
    },
  };
}
