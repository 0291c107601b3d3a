import { SQSClient } from '@aws-sdk/client-sqs';
import { createSqs } from '@lakeferry/local-cloud/sqs';
import { createDeadLetters } from '../../aws/dead-letters';
import { startTestGateway, type TestGateway } from '../helpers/local/local-gateway';

let cloud: TestGateway;
beforeEach(async () => {
  cloud = await startTestGateway((context) => {
    const sqs = createSqs(context, () => 'http://127.0.0.1');
    sqs.operations['CreateQueue']?.({ QueueName: 'letters' }, { accessKeyId: 'x', principalArn: 'x' });
    return [sqs];
  });
});
afterEach(() => cloud.stop());

const letters = () => createDeadLetters(new SQSClient(cloud.client));

test('ten large bodies are sent in batches that SQS accepts', async () => {
  const large = Array.from({ length: 10 }, (_, index) => ({
    body: `${index}`.repeat(200_000),
    reason: 'too slow',
  }));
  expect(await letters().send('letters', large)).toEqual(large.map(() => true));
  expect((await letters().count('letters'))?.waiting).toBe(10);
});

test('a reason with characters that SQS rejects, or without any, arrives all the same', async () => {
  const reasons = ['a\u0000b\u0001', '', 'x'.repeat(100_000), '\ud800'];
  const taken = await letters().send(
    'letters',
    reasons.map((reason) => ({ body: 'x', reason })),
  );
  expect(taken).toEqual([true, true, true, true]);
  const received = await letters().receive('letters', 30);
  const found = received.map(({ reason }) => reason);
  const cut = expect.stringMatching(/^x{500,} \[99000 or more characters cut\] x+$/);
  expect(found).toEqual(expect.arrayContaining(['?', 'a?b?', cut]));
  expect(found).toContainEqual(expect.stringContaining('all attempts to copy it failed'));
});
