import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { cutText } from '../core/cut-text';
import type { Alert } from '../core/events/alert';
import { mailSubject } from '../core/events/mail-subject';
import { toRunError } from './errors';
import { requestLimits } from './request-limits';

export type { Alert };

export interface Alerts {
  notify(alert: Alert): Promise<void>;
}

/** SNS allows 262,144 bytes per message. A detail in JSON can take six bytes per character. */
const longestDetail = 40_000;

export function createAlerts(topicArn: string, client = new SNSClient(requestLimits)): Alerts {
  return {
    async notify(alert) {
      // The message has the whole name of a job that the subject cuts.
      const subject = `${alert.environment} ${alert.job}: ${alert.kind} ${alert.state}`;
      try {
        await client.send(
          new PublishCommand({
            TopicArn: topicArn,
            Subject: mailSubject(subject),
            Message: JSON.stringify({ ...alert, detail: cutText(alert.detail, longestDetail) }),
          }),
        );
      } catch (error) {
        throw toRunError(error, `publishing an alert to ${topicArn}`);
      }
    },
  };
}
