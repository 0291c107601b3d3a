import { alertKey, alertPartition } from '../../core/runs/record/history-keys';
import { type PendingAlert, pendingAlertOf } from '../../core/runs/record/pending-alert';
import { knownItems } from './items/item-format';
import type { HistoryTable } from './table';

/** Alerts that an earlier version stored for the next poll. */
export interface PendingAlerts {
  pendingAlerts(): Promise<readonly PendingAlert[]>;
  /** Removes an alert that was sent. */
  forgetAlert(run: string): Promise<void>;
}

export function alertStore(table: HistoryTable): PendingAlerts {
  return {
    async pendingAlerts() {
      const alerts: PendingAlert[] = [];
      const query = {
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': alertPartition },
        ConsistentRead: true,
      };
      for await (const item of knownItems(table.query(query)))
        alerts.push(pendingAlertOf(item, String(item['sk'])));
      return alerts;
    },
    async forgetAlert(run) {
      await table.delete(alertKey(run));
    },
  };
}
