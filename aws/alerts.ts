import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { toRunError } from './errors';

/** Message to the alerts topic. It is sent as JSON, for people and programs. */
export interface Alert {
  readonly environment: string;
  /** `department/job`. */
  readonly job: string;
  readonly kind: string;
  readonly state: 'raised' | 'cleared';
  readonly detail: string;
  /** ISO 8601 UTC. */
  readonly at: string;
}

export interface Alerts {
  notify(alert: Alert): Promise<void>;
}

/** SNS allows 100 printable ASCII characters. */
const longestSubject = 100;

export function createAlerts(topicArn: string, client = new SNSClient({})): Alerts {
  return {
    async notify(alert) {
      const subject = `${alert.environment} ${alert.job}: ${alert.kind} ${alert.state}`;
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
