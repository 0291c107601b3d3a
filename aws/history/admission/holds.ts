import { Hold, type RequestedHold } from '../../../core/runs/admission/hold';
import type { HoldAnswer, HoldRequest } from '../../../core/runs/admission/hold-request';
import { expiryOf, holdKey, holdPartition } from '../../../core/runs/record/history-keys';
import { knownItems } from '../items/item-format';
import type { HistoryTable } from '../table';
import type { Change, Condition } from '../update-expression';

/** Holds of admissions and of CDC tasks. Each write is safe to repeat. */
export interface Holds {
  /** Sets a hold without a request, or replaces its deadline and reason. */
  hold(hold: Hold): Promise<void>;
  /**
   * Sets the hold of a request, in the place of the one that was read. False when another one has been set since. It changes nothing
   * when the request has its hold already.
   */
  holdFor(hold: RequestedHold, read: Hold | undefined): Promise<boolean>;
  /** Records the ARNs that a hold holds. */
  recordHeld(hold: RequestedHold, resources: readonly string[]): Promise<void>;
  /** Records the answer to the request, once. False when it has one, or when another request has taken its place. */
  recordHoldAnswer(hold: RequestedHold, answer: HoldAnswer): Promise<boolean>;
  /** Records that the answer was sent, or that operators were notified. */
  recordHoldStep(hold: RequestedHold, step: 'sentAt' | 'notifiedAt', at: string): Promise<void>;
  /** Ends a hold. Does nothing when it does not exist, or when it is of another request by now. */
  endHold(hold: Pick<Hold, 'name' | 'request'>): Promise<void>;
  /** Hold with this name, also when its deadline has passed. */
  holdNamed(name: string): Promise<Hold | undefined>;
  /** All of them, also those whose deadline has passed. Read consistently. */
  holds(): Promise<readonly Hold[]>;
}

const keptDays = 1;

export function holdStore(table: HistoryTable): Holds {
  const ofRequest = ({ requestId }: HoldRequest): Condition => ({ path: 'requestId', equals: requestId });
  const update = async ({ name, request }: RequestedHold, change: Change): Promise<boolean> => {
    const where = [ofRequest(request), ...(change.where ?? [])];
    return (await table.update(holdKey(name), { ...change, where, withoutItem: true })) !== undefined;
  };
  return {
    async hold(hold) {
      const { name, request: _, ...set } = Hold.parse(hold);
      await table.update(holdKey(name), {
        set: { ...set, name, expiresAt: expiryOf(new Date(set.until), keptDays) },
        withoutItem: true,
      });
    },
    async holdFor(hold, read) {
      const { requestId } = hold.request;
      if (read?.request?.requestId === requestId) return true;
      const set = { ...hold, requestId, expiresAt: expiryOf(new Date(hold.until), keptDays) };
      const unchanged: Condition =
        read === undefined
          ? { path: 'pk', exists: false }
          : read.request === undefined
            ? { path: 'requestId', exists: false }
            : ofRequest(read.request);
      return (
        (await table.update(holdKey(hold.name), {
          set,
          remove: ['resources'],
          where: [unchanged],
          withoutItem: true,
        })) !== undefined
      );
    },
    async recordHeld(hold, resources) {
      await update(hold, { set: { resources } });
    },
    recordHoldAnswer: (hold, answer) =>
      update(hold, { set: { 'request.answer': answer }, where: [{ path: 'request.answer', exists: false }] }),
    async recordHoldStep(hold, step, at) {
      await update(hold, { set: { [`request.${step}`]: at } });
    },
    async endHold({ name, request }) {
      await table.deleteWhere(holdKey(name), 'requestId', request?.requestId);
    },
    async holdNamed(name) {
      const item = await table.get(holdKey(name));
      return item === undefined ? undefined : Hold.parse(item);
    },
    async holds() {
      const found: Hold[] = [];
      const query = {
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': holdPartition },
        ConsistentRead: true,
      };
      for await (const item of knownItems(table.query(query))) found.push(Hold.parse(item));
      return found;
    },
  };
}
