import { Hold } from '../../../core/runs/admission/hold';
import { expiryOf, holdKey, holdPartition } from '../../../core/runs/record/history-keys';
import type { HistoryTable } from '../table';

/** Holds of admissions. Each write is safe to repeat. */
export interface Holds {
  /** Sets a hold, or replaces its deadline and reason. No run is admitted until then. */
  hold(hold: Hold): Promise<void>;
  /** Ends a hold. Does nothing when it does not exist. */
  endHold(name: string): Promise<void>;
  /** All of them, also those whose deadline has passed. Read consistently. */
  holds(): Promise<readonly Hold[]>;
}

const keptDays = 1;

export function holdStore(table: HistoryTable): Holds {
  return {
    async hold(hold) {
      const { name, ...set } = Hold.parse(hold);
      const expiresAt = expiryOf(new Date(set.until), keptDays);
      await table.update(holdKey(name), { set: { ...set, name, expiresAt }, withoutItem: true });
    },
    async endHold(name) {
      await table.delete(holdKey(name));
    },
    async holds() {
      const found: Hold[] = [];
      const query = {
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': holdPartition },
        ConsistentRead: true,
      };
      for await (const item of table.query(query)) found.push(Hold.parse(item));
      return found;
    },
  };
}
