import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { PendingAlert } from '../core/runs/record/pending-alert';
import type { AlertKind } from '../core/runs/replication/replication';
import { toRunError } from './errors';

/** Message to the alerts topic. It is sent as JSON, for people and programs. */
export interface Alert {
  readonly environment: string;
  /** `department/job`. */
  readonly job: string;
  readonly kind: AlertKind | PendingAlert['kind'];
  readonly state: 'raised' | 'cleared';
  readonly detail: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
}

export interface Alerts {
  notify(alert: Alert): Promise<void>;
}

/** SNS allows 100 printable ASCII characters. */
const longestSubject = 100;

/** Problems in the subjects of alerts. */
const problems: Readonly<Record<Alert['kind'], string>> = {
  down: 'task down',
  latency: 'latency above max-latency',
  slot: 'replication slot keeps too much log',
  'load-failed': 'load failed',
};

export function createAlerts(topicArn: string, client = new SNSClient({})): Alerts {
  return {
    async notify(alert) {
      const cleared = alert.state === 'cleared' ? 'cleared: ' : '';
      const subject = `${alert.environment} ${alert.job}: ${cleared}${problems[alert.kind]}`;
      try {
        await client.send(
          new PublishCommand({
            TopicArn: topicArn,
            Subject: subject.slice(0, longestSubject),
            Message: JSON.stringify(alert),
          }),
        );
      } catch (error) {
        throw toRunError(error, `publishing an alert to ${topicArn}`);
      }
    },
  };
}
