import { alertKey, alertPartition } from '../../core/runs/record/history-keys';
import { PendingAlert } from '../../core/runs/record/pending-alert';
import type { HistoryTable } from './table';

/** Alerts that wait for the poll. Each write may be repeated. */
export interface PendingAlerts {
  leaveAlert(alert: PendingAlert): Promise<void>;
  pendingAlerts(): Promise<readonly PendingAlert[]>;
  /** After it was told. */
  forgetAlert(run: string): Promise<void>;
}

export function alertStore(table: HistoryTable): PendingAlerts {
  return {
    async leaveAlert(alert) {
      await table.putNew(alertKey(alert.run), alert);
    },
    async pendingAlerts() {
      const alerts: PendingAlert[] = [];
      const query = {
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': alertPartition },
        ConsistentRead: true,
      };
      for await (const item of table.query(query)) alerts.push(PendingAlert.parse(item));
      return alerts;
    },
    async forgetAlert(run) {
      await table.deleteWhere(alertKey(run), 'run', run);
    },
  };
}
