import { SNSClient } from '@aws-sdk/client-sns';
import { createSns } from '@lakeferry/local-cloud/sns';
import * as z from 'zod/mini';
import { createAlerts } from '../../aws/alerts';
import { startTestGateway, type TestGateway } from '../helpers/local/local-gateway';

/** Event of a subscribed function. */
const Event = z.object({
  Records: z.tuple([z.object({ Sns: z.object({ Subject: z.string(), Message: z.string() }) })]),
});

let cloud: TestGateway;
afterEach(() => cloud.stop());

test('an alert is JSON with a subject that SNS allows', async () => {
  const sent: z.infer<typeof Event>[] = [];
  let topic = '';
  cloud = await startTestGateway((context) => {
    const sns = createSns(context, async (_target, event) => {
      sent.push(Event.parse(typeof event === 'string' ? JSON.parse(event) : event));
    });
    topic = sns.create('lakeferry-dev-alerts');
    sns.subscribe(topic, 'lambda', 'arn:aws:lambda:eu-west-1:000000000000:function:listener');
    return [sns];
  });
  const alerts = createAlerts(topic, new SNSClient(cloud.client));
  const alert = {
    environment: 'dev',
    job: 'sales/orders-live',
    kind: 'down',
    state: 'raised',
    detail: 'the task failed',
    at: '2026-03-01T10:00:00.000Z',
  } as const;
  const [short, long] = [alert, { ...alert, job: `sales/${'long-'.repeat(30)}name` }];
  await alerts.notify(short);
  await alerts.notify({ ...short, state: 'cleared' });
  await alerts.notify(long);
  const messages = sent.map(({ Records: [{ Sns }] }) => Sns);
  expect(messages.map(({ Message }) => JSON.parse(Message))).toEqual([
    short,
    { ...short, state: 'cleared' },
    long,
  ]);
  expect(messages.map(({ Subject }) => Subject).slice(0, 2)).toEqual([
    'dev sales/orders-live: task down',
    'dev sales/orders-live: cleared: task down',
  ]);
  expect(messages[2]?.Subject).toHaveLength(100);
});
