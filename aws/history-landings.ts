import * as z from 'zod/mini';
import { type Landing, landingKey, landingPrefix } from '../core/lake/landing';
import { expiryOf } from '../core/runs/history-keys';
import { createHistoryTable, documentClient, type HistoryTable } from './history-table';

/** What came to the lake by arrival, a job and a day. */
export interface Landings {
  /** Adds to the counts of the day; called once for what was copied, never for what was there already. */
  addLanding(jobKey: string, landing: Landing, at: Date, retentionDays: number): Promise<void>;
  /** Newest day first. */
  landings(jobKey: string, days: number): Promise<readonly DayLanding[]>;
}

const DayLanding = z.object({
  /** UTC, `yyyy-mm-dd`. */
  day: z.string(),
  files: z.number(),
  bytes: z.number(),
  smallFiles: z.number(),
  lastAt: z.string(),
});
export type DayLanding = z.infer<typeof DayLanding>;

/** Nothing else of the history: the copier's bundle stays small. */
export function createLandings(options: { tableName: string }): Landings {
  return landingStore(createHistoryTable(options.tableName, documentClient()));
}

export function landingStore(table: HistoryTable): Landings {
  return {
    async addLanding(jobKey, { files, bytes, smallFiles }, at, retentionDays) {
      const day = at.toISOString().slice(0, 10);
      await table.update(landingKey(jobKey, day), {
        set: { lastAt: at.toISOString() },
        setOnce: { day, expiresAt: expiryOf(at, retentionDays) },
        add: { files, bytes, smallFiles },
      });
    },
    async landings(jobKey, days) {
      const found: DayLanding[] = [];
      for await (const item of table.query({
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': landingKey(jobKey, '').pk, ':prefix': landingPrefix },
        ScanIndexForward: false,
        Limit: days,
      })) {
        found.push(DayLanding.parse(item));
        if (found.length === days) break;
      }
      return found;
    },
  };
}
