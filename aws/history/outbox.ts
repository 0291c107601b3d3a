import type { Log } from '../../core/monitoring/log';
import { OutboxMessage } from '../../core/events/outbox-message';
import { outboxKey, outboxPartition } from '../../core/runs/record/history-keys';
import { logUnreadable, type ReportUnreadable, readable } from './readable-items';
import type { HistoryTable } from './table';

/** Messages that wait until a poll delivers them. Each write is safe to repeat. */
export interface Outbox {
  /** Stores a message, unless one with its id exists. */
  enqueue(message: OutboxMessage): Promise<void>;
  /** All waiting messages, in the order of their ids. One that cannot be read is reported, and left out. */
  outbox(report?: ReportUnreadable): Promise<readonly OutboxMessage[]>;
  /** Keeps the first decision about a message for people, and returns it. */
  decideNotice(id: string, notice: NonNullable<OutboxMessage['notice']>): Promise<OutboxMessage['notice']>;
  /** Records the steps of a message that are done. */
  recordDone(id: string, done: readonly string[]): Promise<void>;
  recordUndelivered(id: string, problem: string): Promise<void>;
  /** Removes a message that was delivered. */
  forgetMessage(id: string): Promise<void>;
}

const exists = [{ path: 'pk', exists: true }];

export function outboxStore(table: HistoryTable, log: Log): Outbox {
  return {
    async enqueue(message) {
      await table.putNew(outboxKey(message.id), message);
    },
    async outbox(report = logUnreadable(log)) {
      const query = {
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': outboxPartition },
        ConsistentRead: true,
      };
      return await readable(table.query(query), (item) => OutboxMessage.parse(item), report);
    },
    async decideNotice(id, notice) {
      const item = await table.update(outboxKey(id), { setOnce: { notice }, where: exists });
      return item === undefined ? undefined : OutboxMessage.parse(item).notice;
    },
    async recordDone(id, done) {
      await table.update(outboxKey(id), { set: { done }, where: exists, withoutItem: true });
    },
    async recordUndelivered(id, problem) {
      await table.update(outboxKey(id), {
        set: { problem },
        add: { attempts: 1 },
        where: exists,
        withoutItem: true,
      });
    },
    forgetMessage: (id) => table.delete(outboxKey(id)),
  };
}
