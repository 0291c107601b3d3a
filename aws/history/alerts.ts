import { cutText, longestText } from '../../core/cut-text';
import { alertKey, alertPartition } from '../../core/runs/record/history-keys';
import { type PendingAlert, pendingAlertOf } from '../../core/runs/record/pending-alert';
import type { HistoryTable } from './table';

/** Alerts that wait for the next poll. Each write is safe to repeat. */
export interface PendingAlerts {
  storeAlert(alert: PendingAlert): Promise<void>;
  pendingAlerts(): Promise<readonly PendingAlert[]>;
  /** Removes an alert that was sent. */
  forgetAlert(run: string): Promise<void>;
}

export function alertStore(table: HistoryTable): PendingAlerts {
  return {
    async storeAlert(alert) {
      await table.putNew(alertKey(alert.run), { ...alert, detail: cutText(alert.detail, longestText) });
    },
    async pendingAlerts() {
      const alerts: PendingAlert[] = [];
      const query = {
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': alertPartition },
        ConsistentRead: true,
      };
      for await (const item of table.query(query)) alerts.push(pendingAlertOf(item, String(item['sk'])));
      return alerts;
    },
    async forgetAlert(run) {
      await table.delete(alertKey(run));
    },
  };
}
