import type { Log } from '../../core/monitoring/log';
import { OutboxMessage } from '../../core/events/outbox-message';
import type { Notice } from '../../core/runs/job/job-state';
import { deliveredKey, outboxKey, outboxPartition } from '../../core/runs/record/history-keys';
import type { RunRecord } from '../../core/runs/record/run-record';
import { logUnreadable, type ReportUnreadable, readable } from './items/readable-items';
import type { HistoryTable } from './table';

/** Messages that wait until a poll delivers them. Each write is safe to repeat. */
export interface Outbox {
  /** Stores a message, unless one with its id waits. One that was delivered before is not delivered again. */
  enqueue(message: OutboxMessage): Promise<void>;
  /** All waiting messages, in the order of their ids. One that cannot be read is reported, and left out. */
  outbox(report?: ReportUnreadable): Promise<readonly OutboxMessage[]>;
  /** Keeps other polls from a message until a time. Undefined: another poll has it, or it is gone. Times are ISO 8601. */
  claimMessage(id: string, now: string, until: string): Promise<OutboxMessage | undefined>;
  /** Leaves a message to polls from `notBefore` on. `problem`: it could not be delivered. */
  postponeMessage(id: string, notBefore: string, problem?: string): Promise<void>;
  wasDelivered(id: string): Promise<boolean>;
  /** Keeps the first decision about a message for people, and returns it. Undefined when the message is gone. */
  decideNotice(id: string, notice: Notice): Promise<Notice | undefined>;
  /** Records the steps of a message that are done. */
  recordDone(id: string, done: readonly string[]): Promise<void>;
  /** Removes a message that was delivered, after a mark that keeps it from being delivered again. */
  forgetMessage(id: string, now: Date): Promise<void>;
  /** Removes a message about nothing. */
  dropMessage(id: string): Promise<void>;
}

const exists = [{ path: 'pk', exists: true }];

/** Time after which nobody stores a message again: a function that was killed is repeated within a day. */
const markedDays = 30;

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
    async claimMessage(id, now, until) {
      const item = await table.update(outboxKey(id), {
        set: { notBefore: until },
        where: [...exists, { path: 'notBefore', absentOrBelow: now }],
      });
      return item === undefined ? undefined : OutboxMessage.parse(item);
    },
    async postponeMessage(id, notBefore, problem) {
      await table.update(outboxKey(id), {
        set: { notBefore, problem },
        ...(problem === undefined ? {} : { add: { attempts: 1 } }),
        where: exists,
        withoutItem: true,
      });
    },
    async wasDelivered(id) {
      return (await table.get(deliveredKey(id))) !== undefined;
    },
    async decideNotice(id, notice) {
      const item = await table.update(outboxKey(id), { setOnce: { notice }, where: exists });
      return item === undefined ? undefined : OutboxMessage.parse(item).notice;
    },
    async recordDone(id, done) {
      await table.update(outboxKey(id), { set: { done }, where: exists, withoutItem: true });
    },
    async forgetMessage(id, now) {
      const expiresAt = Math.floor(now.getTime() / 1000) + markedDays * 86_400;
      await table.putNew(deliveredKey(id), { at: now.toISOString(), expiresAt });
      await table.delete(outboxKey(id));
    },
    dropMessage: (id) => table.delete(outboxKey(id)),
  };
}

/** Stores the intent of a message about the end of a run, before the change that it is about. The caller repeats both. */
export async function intendMessage(
  table: HistoryTable,
  id: string,
  { run, jobKey }: Pick<RunRecord, 'run' | 'jobKey'>,
  at: string,
): Promise<void> {
  const message: OutboxMessage = { id, forJob: jobKey, at, about: { kind: 'run-ended', run } };
  await table.putNew(outboxKey(id), message);
}
