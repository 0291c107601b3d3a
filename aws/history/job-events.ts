import { cutText, longestText } from '../../core/cut-text';
import { expiryOf, jobPartition } from '../../core/runs/record/history-keys';
import { JobEvent } from '../../core/runs/replication/job-event';
import { eventKey, eventPrefix } from '../../core/runs/replication/replication-keys';
import { knownItems } from './items/item-format';
import type { HistoryTable } from './table';

/** Events in the life of each CDC job. */
export interface JobEvents {
  /** Safe to repeat: an event of one kind and one moment is one item. */
  recordEvent(jobKey: string, event: JobEvent, retentionDays: number): Promise<void>;
  /** Newest first. */
  events(jobKey: string, limit: number): Promise<readonly JobEvent[]>;
}

export function eventStore(table: HistoryTable): JobEvents {
  return {
    async recordEvent(jobKey, event, retentionDays) {
      const expiresAt = expiryOf(new Date(event.at), retentionDays);
      await table.putNew(eventKey(jobKey, event), {
        ...event,
        detail: cutText(event.detail, longestText),
        expiresAt,
      });
    },
    async events(jobKey, limit) {
      const found: JobEvent[] = [];
      const query = {
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
        ExpressionAttributeValues: { ':pk': jobPartition(jobKey), ':sk': eventPrefix },
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: Math.min(Math.max(limit, 1), 500),
      };
      for await (const item of knownItems(table.query(query))) {
        if (found.length >= limit) break;
        found.push(JobEvent.parse(item));
      }
      return found;
    },
  };
}
