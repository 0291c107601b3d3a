import { SNSClient } from '@aws-sdk/client-sns';
import { createSns } from '@lakeferry/local-cloud/sns';
import { createAlerts } from '../../aws/alerts';
import { startTestGateway, type TestGateway } from '../helpers/local/local-gateway';

let cloud: TestGateway;
afterEach(() => cloud.stop());

test('an alert is JSON with a subject that SNS allows', async () => {
  const sent: unknown[] = [];
  let topic = '';
  cloud = await startTestGateway((context) => {
    const sns = createSns(context, async (target, event) => void sent.push([target, event]));
    topic = sns.create('lakeferry-dev-alerts');
    sns.subscribe(topic, 'lambda', 'arn:aws:lambda:eu-west-1:000000000000:function:listener');
    return [sns];
  });
  const alert = {
    environment: 'dev',
    job: `sales/${'long-'.repeat(30)}name`,
    kind: 'down',
    state: 'raised',
    detail: 'the task failed',
    at: '2026-03-01T10:00:00.000Z',
  } as const;
  await createAlerts(topic, new SNSClient(cloud.client)).notify(alert);
  expect(JSON.stringify(sent)).toContain('the task failed');
});

test('an alert of any length, in any script, fits the limits of SNS', async () => {
  let topic = '';
  const sent: unknown[] = [];
  cloud = await startTestGateway((context) => {
    const sns = createSns(context, async (target, event) => void sent.push([target, event]));
    topic = sns.create('lakeferry-dev-alerts');
    sns.subscribe(topic, 'lambda', 'arn:aws:lambda:eu-west-1:000000000000:function:listener');
    return [sns];
  });
  const alert = {
    environment: 'dev',
    kind: 'down',
    state: 'raised',
    at: '2026-03-01T10:00:00.000Z',
  } as const;
  const alerts = createAlerts(topic, new SNSClient(cloud.client));
  await alerts.notify({ ...alert, job: `sales/${'l'.repeat(200)}`, detail: 'x'.repeat(1_000_000) });
  await alerts.notify({ ...alert, job: 'größe/a\nb', detail: '\u0001'.repeat(1_000_000) });
  expect(sent).toHaveLength(2);
  // A cut detail says so.
  for (const one of sent) expect(JSON.stringify(one)).toMatch(/characters cut/);
});
