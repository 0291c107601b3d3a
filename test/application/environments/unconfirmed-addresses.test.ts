import { SNSClient } from '@aws-sdk/client-sns';
import { unconfirmedAddresses } from '../../../application/environments/unconfirmed-addresses';
import type { DeployedDepartment } from '../../../aws/departments';
import { createSubscriptions } from '../../../aws/subscriptions';

const topicArn = (name: string): string => `arn:aws:sns:eu-west-1:000000000000:lakeferry-dev-notify-${name}`;
const department = (channels: DeployedDepartment['channels']): DeployedDepartment => ({
  plan: { bucket: 'b', key: 'k.json' },
  owner: 'sales@example.com',
  channels,
});

/** SNS with these subscriptions of each topic, one per page. */
function snsWith(subscriptions: Readonly<Record<string, readonly (readonly [string, string, string])[]>>) {
  const client = new SNSClient({ region: 'eu-west-1' });
  client.middlewareStack.add(
    () => async (args) => {
      const { TopicArn, NextToken = '0' } = Object(args.input);
      const all = subscriptions[String(TopicArn)] ?? [];
      const at = Number(NextToken);
      const [Protocol, Endpoint, SubscriptionArn] = all[at] ?? [];
      const output = {
        $metadata: {},
        Subscriptions: Protocol === undefined ? [] : [{ Protocol, Endpoint, SubscriptionArn }],
        ...(at + 1 < all.length ? { NextToken: String(at + 1) } : {}),
      };
      return { response: {}, output };
    },
    { step: 'initialize' },
  );
  return client;
}

test('only mail of the selected departments that is not confirmed is reported', async () => {
  const subscriptions = createSubscriptions(
    snsWith({
      [topicArn('sales')]: [
        ['email', 'old@example.com', `${topicArn('sales')}:1`],
        ['email', 'sales@example.com', 'PendingConfirmation'],
        ['https', 'https://example.com', 'PendingConfirmation'],
      ],
      [topicArn('hr')]: [['email', 'hr@example.com', 'PendingConfirmation']],
    }),
  );
  const email = (name: string) => ({ email: { kind: 'topic' as const, arn: topicArn(name) } });
  const deployed = new Map([
    ['hr', department(email('hr'))],
    ['sales', department(email('sales'))],
    ['chat', department({ 'slack-c1': { kind: 'chat', arn: topicArn('x') } })],
  ]);
  const ports = { subscriptions, departments: { deployed: async () => deployed } };
  expect(await unconfirmedAddresses(ports, ['sales', 'chat'])).toEqual([
    { department: 'sales', address: 'sales@example.com', topicArn: topicArn('sales') },
  ]);
});
