import { setTimeout as sleep } from 'node:timers/promises';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { toRunError } from './errors';
import { requestLimits } from './request-limits';

/** SNS topics of people and chat channels. */
export interface Channels {
  /** `subject`: printable ASCII of less than 100 characters; absent for messages to programs. */
  publish(topicArn: string, message: { readonly subject?: string; readonly text: string }): Promise<void>;
}

/**
 * SNS suspends the subscription of an address that gets more than ten e-mails per second
 * (docs/aws-facts/orchestration.md#sns).
 */
const perSecond = 5;

/** Publishes to each topic at a pace that e-mail bears. `pause` waits for milliseconds, `milliseconds` is a steady clock. */
export function createChannels(
  client = new SNSClient(requestLimits),
  pause: (milliseconds: number) => Promise<unknown> = sleep,
  milliseconds: () => number = () => performance.now(),
): Channels {
  const nextAt = new Map<string, number>();
  return {
    async publish(topicArn, { subject, text }) {
      const now = milliseconds();
      const at = Math.max(now, nextAt.get(topicArn) ?? 0);
      nextAt.set(topicArn, at + 1000 / perSecond);
      if (at > now) await pause(at - now);
      try {
        await client.send(new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: text }));
      } catch (error) {
        throw toRunError(error, `publishing a message to ${topicArn}`);
      }
    },
  };
}
