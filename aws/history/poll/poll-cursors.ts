import * as z from 'zod/mini';
import { pollCursorKey } from '../../../core/runs/record/history-keys';
import type { HistoryTable } from '../table';

/** Places at which the next poll begins: the key of the item that was reached last, by the name of the list. */
export interface PollCursors {
  pollCursors(): Promise<Readonly<Record<string, string>>>;
  /** Replaces the places of these lists. Two polls at once may replace them: then some items are reached twice. */
  keepPollCursors(after: Readonly<Record<string, string>>): Promise<void>;
}

const Cursors = z.object({ after: z.record(z.string(), z.string()) });

export function pollCursorStore(table: HistoryTable): PollCursors {
  return {
    async pollCursors() {
      // Without a place that can be read, a poll begins at the first.
      return Cursors.safeParse(await table.get(pollCursorKey)).data?.after ?? {};
    },
    async keepPollCursors(after) {
      await table.update(pollCursorKey, { set: { after }, withoutItem: true });
    },
  };
}
