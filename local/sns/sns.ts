import { optionalText, requiredText, texts } from '../gateway/input';
import { newUuid } from '../new-uuid';
import { assertKnown, withKnownMembers } from '../known-members';
import { applyAttributes, refusePolicy } from '../resource-attributes';
import {
  AwsError,
  type CloudContext,
  type Input,
  type InvokeTarget,
  type QueryService,
  type SetResourcePolicy,
} from '../service';
import { notification } from './notification';
import type { Subscription } from './subscription';

export interface LocalSns extends QueryService {
  create(name: string, attributes?: Readonly<Record<string, string>>): string;
  subscribe(topicArn: string, protocol: string, endpoint: string, raw?: boolean): Subscription;
  unsubscribe(subscriptionArn: string): void;
  publish(topicArn: string, message: string, subject?: string): string;
  remove(topicArn: string): void;
  /** Published messages, oldest first, for people and tests. */
  published(topicArn: string): readonly { readonly message: string; readonly subject?: string }[];
}

interface Topic {
  attributes: Record<string, string>;
  readonly subscriptions: Subscription[];
  readonly published: { readonly message: string; readonly subject?: string }[];
}

/** Attributes that a call can set. Encryption has no effect that a client could see. */
const settable = ['DisplayName', 'KmsMasterKeyId'];
const codes = { name: 'InvalidParameter', value: 'InvalidParameter' };
const members = {
  CreateTopic: ['Name', 'Attributes'],
  DeleteTopic: ['TopicArn'],
  GetTopicAttributes: ['TopicArn'],
  SetTopicAttributes: ['TopicArn', 'AttributeName', 'AttributeValue'],
  Subscribe: ['TopicArn', 'Protocol', 'Endpoint', 'Attributes', 'ReturnSubscriptionArn'],
  ConfirmSubscription: ['TopicArn', 'Token', 'AuthenticateOnUnsubscribe'],
  Unsubscribe: ['SubscriptionArn'],
  ListSubscriptionsByTopic: ['TopicArn'],
  Publish: ['TopicArn', 'TargetArn', 'Message', 'Subject'],
};

/**
 * SNS topics. Queues and functions receive messages. Other subscribers (email, https) wait for their
 * confirmation, and their messages are logged.
 */
export function createSns(
  context: CloudContext,
  deliver: InvokeTarget,
  setPolicy: SetResourcePolicy = refusePolicy,
): LocalSns {
  const topics = new Map<string, Topic>();

  function at(topicArn: string): Topic {
    const topic = topics.get(topicArn);
    if (topic === undefined) throw new AwsError('NotFound', `the topic ${topicArn} does not exist`, 404);
    return topic;
  }

  function create(name: string, attributes: Readonly<Record<string, string>> = {}): string {
    if (!/^[A-Za-z0-9_-]{1,256}$/.test(name))
      throw new AwsError(
        'InvalidParameter',
        `"${name}" is not a topic's name: 1 to 256 letters, digits, hyphens and underscores`,
      );
    const arn = `arn:aws:sns:${context.region}:${context.account}:${name}`;
    applyAttributes(arn, attributes, settable, codes, setPolicy);
    if (!topics.has(arn))
      topics.set(arn, { attributes: { ...attributes }, subscriptions: [], published: [] });
    return arn;
  }

  function subscribe(topicArn: string, protocol: string, endpoint: string, raw = false): Subscription {
    const { subscriptions } = at(topicArn);
    const present = subscriptions.find((other) => other.protocol === protocol && other.endpoint === endpoint);
    if (present !== undefined) return present;
    const confirmed = protocol === 'sqs' || protocol === 'lambda';
    const subscription: Subscription = {
      ...(confirmed ? {} : { token: newUuid(context) }),
      arn: `${topicArn}:${newUuid(context)}`,
      topicArn,
      protocol,
      endpoint,
      rawDelivery: raw,
    };
    subscriptions.push(subscription);
    if (subscription.token !== undefined)
      context.log(`sns: ${endpoint} confirms its subscription with the token ${subscription.token}`);
    return subscription;
  }

  function unsubscribe(subscriptionArn: string): void {
    for (const { subscriptions } of topics.values()) {
      const index = subscriptions.findIndex(({ arn }) => arn === subscriptionArn);
      if (index >= 0) subscriptions.splice(index, 1);
    }
  }

  function confirm(topicArn: string, token: string): Subscription {
    const subscription = at(topicArn).subscriptions.find((one) => one.token === token);
    if (subscription === undefined) throw new AwsError('InvalidParameter', 'Invalid parameter: Token');
    subscription.token = undefined;
    return subscription;
  }

  function publish(topicArn: string, message: string, subject?: string): string {
    const topic = at(topicArn);
    const id = newUuid(context);
    topic.published.push(subject === undefined ? { message } : { message, subject });
    for (const subscription of topic.subscriptions) {
      const { protocol, endpoint } = subscription;
      if (protocol !== 'sqs' && protocol !== 'lambda') {
        const why = subscription.token === undefined ? '' : ', which is not confirmed';
        context.log(`sns: not sent to ${protocol} ${endpoint}${why}: ${subject ?? message}`);
        continue;
      }
      const payload = notification(context, subscription, { id, message, subject });
      context.clock
        .track(deliver(endpoint, payload, { sourceArn: topicArn }))
        .catch((cause: unknown) => context.log(`sns failed to deliver to ${endpoint}: ${String(cause)}`));
    }
    return id;
  }

  function remove(arn: string): void {
    if (topics.get(arn)?.attributes['Policy'] !== undefined) setPolicy(arn, '');
    topics.delete(arn);
  }

  function attributesOf(topicArn: string): Map<string, string> {
    const topic = at(topicArn);
    return new Map([
      ...Object.entries(topic.attributes),
      ['TopicArn', topicArn],
      ['Owner', context.account],
      [
        'SubscriptionsConfirmed',
        String(topic.subscriptions.filter(({ token }) => token === undefined).length),
      ],
      ['SubscriptionsPending', String(topic.subscriptions.filter(({ token }) => token !== undefined).length)],
    ]);
  }

  const topicArn = (input: Input): string => requiredText(input, 'TopicArn', 'InvalidParameter');
  return {
    protocol: 'query',
    name: 'sns',
    namespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
    create,
    subscribe,
    unsubscribe,
    publish,
    remove,
    published: (arn) => at(arn).published,
    operations: withKnownMembers('sns', 'InvalidParameter', members, {
      CreateTopic: (input) => ({
        TopicArn: create(requiredText(input, 'Name', 'InvalidParameter'), texts(input, 'Attributes')),
      }),
      DeleteTopic: (input) => remove(topicArn(input)),
      ListTopics: () => ({ Topics: [...topics.keys()].map((arn) => ({ TopicArn: arn })) }),
      GetTopicAttributes: (input) => ({ Attributes: attributesOf(topicArn(input)) }),
      SetTopicAttributes(input) {
        const topic = at(topicArn(input));
        const name = requiredText(input, 'AttributeName', 'InvalidParameter');
        const set = { [name]: optionalText(input, 'AttributeValue') ?? '' };
        applyAttributes(topicArn(input), set, settable, codes, setPolicy);
        topic.attributes = { ...topic.attributes, ...set };
      },
      Subscribe(input) {
        const protocol = requiredText(input, 'Protocol', 'InvalidParameter');
        const attributes = texts(input, 'Attributes');
        assertKnown('sns:Subscribe', 'InvalidParameter', ['RawMessageDelivery'], Object.keys(attributes));
        const raw = attributes['RawMessageDelivery'] === 'true';
        const endpoint = requiredText(input, 'Endpoint', 'InvalidParameter');
        const { arn, token } = subscribe(topicArn(input), protocol, endpoint, raw);
        const shown = token === undefined || optionalText(input, 'ReturnSubscriptionArn') === 'true';
        return { SubscriptionArn: shown ? arn : 'pending confirmation' };
      },
      ConfirmSubscription: (input) => ({
        SubscriptionArn: confirm(topicArn(input), requiredText(input, 'Token', 'InvalidParameter')).arn,
      }),
      Unsubscribe: (input) => unsubscribe(requiredText(input, 'SubscriptionArn', 'InvalidParameter')),
      ListSubscriptionsByTopic: (input) => ({
        Subscriptions: at(topicArn(input)).subscriptions.map((subscription) => ({
          SubscriptionArn: subscription.token === undefined ? subscription.arn : 'PendingConfirmation',
          TopicArn: subscription.topicArn,
          Protocol: subscription.protocol,
          Endpoint: subscription.endpoint,
          Owner: context.account,
        })),
      }),
      Publish(input) {
        const arn = optionalText(input, 'TopicArn') ?? requiredText(input, 'TargetArn', 'InvalidParameter');
        const message = requiredText(input, 'Message', 'InvalidParameter');
        return { MessageId: publish(arn, message, optionalText(input, 'Subject')) };
      },
    }),
  };
}
