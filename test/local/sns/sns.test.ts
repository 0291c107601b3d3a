import {
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  DeleteTopicCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTopicsCommand,
  PublishCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { createSns } from '../../../local/sns/sns';
import { startTestGateway, type TestGateway } from '../../helpers/local/local-gateway';

const delivered: { readonly to: string; readonly payload: string }[] = [];
let cloud: TestGateway;
let sns: SNSClient;

beforeAll(async () => {
  cloud = await startTestGateway((context) => [
    createSns(context, async (to, payload) => void delivered.push({ to, payload })),
  ]);
  sns = new SNSClient(cloud.client);
});
afterAll(() => cloud.stop());

test('delivers to queues in an envelope or raw, to functions as an event, and tells the log of mail', async () => {
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'alarms' }));
  const subscribe = (Protocol: string, Endpoint: string, raw = 'false') =>
    sns.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint, Attributes: { RawMessageDelivery: raw } }));
  await subscribe('sqs', 'arn:aws:sqs:eu-west-1:000000000000:wrapped');
  await subscribe('sqs', 'arn:aws:sqs:eu-west-1:000000000000:raw', 'true');
  await subscribe('lambda', 'arn:aws:lambda:eu-west-1:000000000000:function:f');
  expect(await subscribe('email', 'owner@example.com')).toMatchObject({
    SubscriptionArn: 'pending confirmation',
  });
  await sns.send(new PublishCommand({ TopicArn, Message: 'the run failed', Subject: 'sales/orders' }));
  const [wrapped, raw, event] = delivered.map(({ payload }) => payload);
  expect(JSON.parse(wrapped ?? '')).toMatchObject({
    TopicArn,
    Message: 'the run failed',
    Subject: 'sales/orders',
  });
  expect(raw).toBe('the run failed');
  expect(JSON.parse(event ?? '')).toMatchObject({ Records: [{ Sns: { Message: 'the run failed' } }] });
  expect(cloud.logs).toContain(
    'sns: not sent to email owner@example.com, which is not confirmed: sales/orders',
  );
  const pending = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  expect(pending.Subscriptions?.at(-1)).toMatchObject({ SubscriptionArn: 'PendingConfirmation' });
  const Token = cloud.logs.flatMap((line) => line.split('the token ')[1] ?? []).at(-1);
  const { SubscriptionArn } = await sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token }));
  await sns.send(new PublishCommand({ TopicArn, Message: 'the run succeeded', Subject: 'sales/orders' }));
  expect(cloud.logs).toContain('sns: not sent to email owner@example.com: sales/orders');
  await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
  const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  expect(Subscriptions?.map(({ Protocol }) => Protocol)).toEqual(['sqs', 'sqs', 'lambda']);
});

test('keeps attributes, lists and deletes topics', async () => {
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'other' }));
  await sns.send(
    new SetTopicAttributesCommand({ TopicArn, AttributeName: 'DisplayName', AttributeValue: 'Other' }),
  );
  const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
  expect(Attributes).toMatchObject({ DisplayName: 'Other', TopicArn });
  expect((await sns.send(new ListTopicsCommand({}))).Topics).toContainEqual({ TopicArn });
  await sns.send(new DeleteTopicCommand({ TopicArn }));
  await expect(sns.send(new PublishCommand({ TopicArn, Message: 'x' }))).rejects.toMatchObject({
    message: `the topic ${TopicArn} does not exist`,
  });
});
