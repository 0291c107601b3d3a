import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { toRunError } from './errors';

export interface Subscriptions {
  /** Mail addresses that subscribe to a topic and have not confirmed it. */
  unconfirmed(topicArn: string): Promise<readonly string[]>;
}

export function createSubscriptions(client = new SNSClient({})): Subscriptions {
  return {
    async unconfirmed(TopicArn) {
      const found: string[] = [];
      let NextToken: string | undefined;
      do {
        const page = await client
          .send(new ListSubscriptionsByTopicCommand({ TopicArn, NextToken }))
          .catch((error: unknown): never => {
            throw toRunError(error, `listing the subscriptions of ${TopicArn}`);
          });
        for (const { Protocol, Endpoint, SubscriptionArn } of page.Subscriptions ?? [])
          if (Protocol === 'email' && Endpoint !== undefined && SubscriptionArn === 'PendingConfirmation')
            found.push(Endpoint);
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return found;
    },
  };
}
