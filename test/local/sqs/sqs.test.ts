import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListMessageMoveTasksCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  StartMessageMoveTaskCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { DrivenClock } from '../../../local/clock';
import { createSqs } from '../../../local/sqs/sqs';
import { startTestGateway, type TestGateway } from '../../helpers/local/local-gateway';

const clock = new DrivenClock(new Date('2026-03-01T00:00:00Z'));
let cloud: TestGateway;
let sqs: SQSClient;

beforeAll(async () => {
  cloud = await startTestGateway((context) => [createSqs(context, () => cloud.gateway.url)], clock);
  sqs = new SQSClient(cloud.client);
});
afterAll(() => cloud.stop());

async function queue(QueueName: string, Attributes: Record<string, string> = {}): Promise<string> {
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
  return QueueUrl;
}
async function receive(QueueUrl: string, more: { MaxNumberOfMessages?: number } = {}) {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MessageSystemAttributeNames: ['All'], ...more }),
  );
  return Messages;
}

test('hides a message while somebody works on it, and shows it again after the visibility timeout', async () => {
  const QueueUrl = await queue('work', { VisibilityTimeout: '60' });
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));
  expect(await receive(QueueUrl)).toMatchObject([
    { Body: 'one', Attributes: { ApproximateReceiveCount: '1' } },
  ]);
  expect(await receive(QueueUrl)).toEqual([]);
  await clock.advance(60_000);
  const [again] = await receive(QueueUrl);
  expect(again?.Attributes?.ApproximateReceiveCount).toBe('2');
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: again?.ReceiptHandle }));
  await clock.advance(60_000);
  expect(await receive(QueueUrl)).toEqual([]);
});

test('moves a message to the dead-letter queue after maxReceiveCount receives', async () => {
  const dead = await queue('dead');
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: dead, AttributeNames: ['QueueArn'] }),
  );
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: Attributes?.QueueArn, maxReceiveCount: 2 });
  const QueueUrl = await queue('poison', { RedrivePolicy, VisibilityTimeout: '1' });
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'bad' }));
  for (let round = 0; round < 2; round += 1) {
    expect(await receive(QueueUrl)).toHaveLength(1);
    await clock.advance(1000);
  }
  expect(await receive(QueueUrl)).toEqual([]);
  expect(await receive(dead)).toMatchObject([{ Body: 'bad' }]);
});

test('moves dead letters back to where they came from, or to another queue', async () => {
  const arnOf = async (QueueUrl: string) =>
    (await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }))).Attributes
      ?.QueueArn ?? '';
  const dead = await queue('redriven');
  const SourceArn = await arnOf(dead);
  const other = await queue('other');
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: SourceArn, maxReceiveCount: 1 });
  const QueueUrl = await queue('failing', { RedrivePolicy, VisibilityTimeout: '1' });
  const fail = async (...bodies: string[]) => {
    for (const MessageBody of bodies) await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    for (let round = 0; round < 2; round += 1) {
      await receive(QueueUrl, { MaxNumberOfMessages: 10 });
      await clock.advance(1000);
    }
  };
  const move = (DestinationArn?: string) =>
    sqs.send(new StartMessageMoveTaskCommand({ SourceArn, DestinationArn }));
  const last = async () => (await sqs.send(new ListMessageMoveTasksCommand({ SourceArn }))).Results;

  await fail('a', 'b');
  expect((await move()).TaskHandle).toMatch(/^[A-Za-z0-9+/=]+$/);
  expect((await receive(QueueUrl, { MaxNumberOfMessages: 10 })).map(({ Body }) => Body)).toEqual(['a', 'b']);
  expect(await last()).toMatchObject([
    {
      Status: 'COMPLETED',
      SourceArn,
      ApproximateNumberOfMessagesMoved: 2,
      ApproximateNumberOfMessagesToMove: 2,
    },
  ]);
  await sqs.send(new PurgeQueueCommand({ QueueUrl }));

  await fail('c');
  await move(await arnOf(other));
  expect((await receive(other)).map(({ Body }) => Body)).toEqual(['c']);

  // Nothing says where a message came from that was sent to the dead-letter queue itself.
  await sqs.send(new SendMessageCommand({ QueueUrl: dead, MessageBody: 'sent' }));
  await move();
  expect(await last()).toMatchObject([
    {
      Status: 'FAILED',
      FailureReason: 'CouldNotDetermineMessageSource',
      ApproximateNumberOfMessagesMoved: 0,
    },
  ]);
  expect(await receive(dead)).toHaveLength(1);

  await expect(sqs.send(new StartMessageMoveTaskCommand({ SourceArn: await arnOf(other) }))).rejects.toThrow(
    'must be configured as a Dead Letter Queue',
  );
  await expect(
    sqs.send(new StartMessageMoveTaskCommand({ SourceArn: `${SourceArn}x` })),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('sends, deletes and delays by batch', async () => {
  const QueueUrl = await queue('batch');
  const Entries = [
    { Id: 'a', MessageBody: 'now' },
    { Id: 'b', MessageBody: 'later', DelaySeconds: 10 },
  ];
  const sent = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  expect(sent.Successful?.map(({ Id }) => Id)).toEqual(['a', 'b']);
  const now = await receive(QueueUrl, { MaxNumberOfMessages: 10 });
  expect(now.map(({ Body }) => Body)).toEqual(['now']);
  await clock.advance(10_000);
  const later = await receive(QueueUrl, { MaxNumberOfMessages: 10 });
  const receipts = [...now, ...later].map(({ ReceiptHandle }, index) => ({ Id: `${index}`, ReceiptHandle }));
  await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: receipts }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  expect(Attributes).toMatchObject({
    ApproximateNumberOfMessages: '0',
    ApproximateNumberOfMessagesNotVisible: '0',
  });
});

test('gives a message back at once when its visibility is set to 0', async () => {
  const QueueUrl = await queue('back');
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
  const [message] = await receive(QueueUrl);
  const { ReceiptHandle } = message ?? {};
  await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
  expect(await receive(QueueUrl)).toHaveLength(1);
});

test('finds, lists, changes, purges and deletes queues', async () => {
  const QueueUrl = await queue('life');
  expect((await sqs.send(new GetQueueUrlCommand({ QueueName: 'life' }))).QueueUrl).toBe(QueueUrl);
  expect((await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'li' }))).QueueUrls).toEqual([QueueUrl]);
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { DelaySeconds: '0' } }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
  await sqs.send(new PurgeQueueCommand({ QueueUrl }));
  expect(await receive(QueueUrl)).toEqual([]);
  await sqs.send(new DeleteQueueCommand({ QueueUrl }));
  await expect(sqs.send(new GetQueueUrlCommand({ QueueName: 'life' }))).rejects.toMatchObject({
    name: expect.stringMatching('QueueDoesNotExist'),
  });
});

test('a long poll ends when a message arrives', async () => {
  const real = await startTestGateway((context) => [createSqs(context, () => real.gateway.url)]);
  const client = new SQSClient(real.client);
  const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName: 'poll' }));
  const { QueueUrl: silent = '' } = await client.send(new CreateQueueCommand({ QueueName: 'silent' }));
  const wait = (url: string) =>
    client.send(new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 20 }));
  const inVain = wait(silent).catch(() => undefined);
  const waiting = wait(QueueUrl);
  setTimeout(() => void client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hi' })), 50);
  const first = await Promise.race([waiting, inVain]);
  expect(first?.Messages?.[0]?.Body).toBe('hi');
  client.destroy();
  await real.stop();
});
