import type { CloudContext } from '../service';
import type { Subscription } from './subscription';

/**
 * Message that a subscriber receives: the envelope, its form for Lambda, or the plain message with raw
 * delivery.
 */
export function notification(
  context: CloudContext,
  subscription: Subscription,
  published: { readonly id: string; readonly message: string; readonly subject: string | undefined },
): string {
  if (subscription.protocol === 'sqs' && subscription.rawDelivery) return published.message;
  const envelope = {
    Type: 'Notification',
    MessageId: published.id,
    TopicArn: subscription.topicArn,
    Subject: published.subject,
    Message: published.message,
    Timestamp: context.clock.now().toISOString(),
  };
  if (subscription.protocol === 'sqs') return JSON.stringify(envelope);
  const record = {
    EventSource: 'aws:sns',
    EventVersion: '1.0',
    EventSubscriptionArn: subscription.arn,
    Sns: envelope,
  };
  return JSON.stringify({ Records: [record] });
}
