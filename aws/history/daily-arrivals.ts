import { knownItems } from './items/item-format';
import * as z from 'zod/mini';
import type { DailyArrivals } from '../../core/lake/daily-arrivals';
import { dailyArrivalsKey, dailyArrivalsPrefix, expiryOf } from '../../core/runs/record/history-keys';
import { createHistoryTable, documentClient, type HistoryTable } from './table';

/** Counts of files that were published by arrival, per job and day. */
export interface ArrivalsByDay {
  /** Adds to the counts of the day. Not safe to repeat: call it once per copied file. */
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

/** Store without the rest of the history, so that the bundle of copy-to-lake stays small. */
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
      for await (const item of knownItems(
        table.query({
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: {
            ':pk': dailyArrivalsKey(jobKey, '').pk,
            ':prefix': dailyArrivalsPrefix,
          },
          ScanIndexForward: false,
          Limit: days,
        }),
      )) {
        found.push(ArrivalsOfDay.parse(item));
        if (found.length === days) break;
      }
      return found;
    },
  };
}
