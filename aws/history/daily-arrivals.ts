import * as z from 'zod/mini';
import type { DailyArrivals } from '../../core/lake/daily-arrivals';
import { dailyArrivalsKey, dailyArrivalsPrefix, expiryOf } from '../../core/runs/record/history-keys';
import { createHistoryTable, documentClient, type HistoryTable } from './table';

/** What came to the lake by arrival, a job and a day. */
export interface ArrivalsByDay {
  /** Adds to the counts of the day; called once for what was copied, never for what was there already. */
  addArrivals(jobKey: string, arrivals: DailyArrivals, at: Date, retentionDays: number): Promise<void>;
  /** Newest day first. */
  dailyArrivals(jobKey: string, days: number): Promise<readonly ArrivalsOfDay[]>;
}

const ArrivalsOfDay = z.object({
  /** UTC, `yyyy-mm-dd`. */
  day: z.string(),
  files: z.number(),
  bytes: z.number(),
  smallFiles: z.number(),
  lastAt: z.string(),
});
export type ArrivalsOfDay = z.infer<typeof ArrivalsOfDay>;

/** Nothing else of the history: the copier's bundle stays small. */
export function createDailyArrivals(options: { tableName: string }): ArrivalsByDay {
  return dailyArrivalsStore(createHistoryTable(options.tableName, documentClient()));
}

export function dailyArrivalsStore(table: HistoryTable): ArrivalsByDay {
  return {
    async addArrivals(jobKey, { files, bytes, smallFiles }, at, retentionDays) {
      const day = at.toISOString().slice(0, 10);
      await table.update(dailyArrivalsKey(jobKey, day), {
        set: { lastAt: at.toISOString() },
        setOnce: { day, expiresAt: expiryOf(at, retentionDays) },
        add: { files, bytes, smallFiles },
      });
    },
    async dailyArrivals(jobKey, days) {
      const found: ArrivalsOfDay[] = [];
      for await (const item of table.query({
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': dailyArrivalsKey(jobKey, '').pk, ':prefix': dailyArrivalsPrefix },
        ScanIndexForward: false,
        Limit: days,
      })) {
        found.push(ArrivalsOfDay.parse(item));
        if (found.length === days) break;
      }
      return found;
    },
  };
}
