import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { createCloudWatch } from '@lakeferry/local-cloud/cloudwatch';
import { createLagHistory } from '../../../aws/cloudwatch/lag-history';
import { createMetrics } from '../../../aws/cloudwatch/metrics';
import { startTestGateway, type TestGateway } from '../../helpers/local/local-gateway';

const arn = (id: string) => `arn:aws:dms:eu-west-1:000000000000:task:${id}`;
const measured = (id: string) => ({ taskArn: arn(id), replicationInstanceIdentifier: 'lakeferry-dev' });
const now = new Date();
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
let cloud: TestGateway;
let client: CloudWatchClient;

beforeAll(async () => {
  cloud = await startTestGateway((context) => [createCloudWatch(context)]);
  client = new CloudWatchClient(cloud.client);
});
afterAll(() => cloud.stop());

async function put(id: string, MetricName: string, Value: number, Timestamp: Date): Promise<void> {
  await client.send(
    new PutMetricDataCommand({
      Namespace: 'AWS/DMS',
      MetricData: [
        {
          MetricName,
          Value,
          Timestamp,
          Dimensions: [
            { Name: 'ReplicationInstanceIdentifier', Value: 'lakeferry-dev' },
            { Name: 'ReplicationTaskIdentifier', Value: id },
          ],
        },
      ],
    }),
  );
}

test('the newest value of the last minutes is a task’s latency, found by the last part of its ARN', async () => {
  await put('BUSY', 'CDCLatencySource', 90, ago(5));
  await put('BUSY', 'CDCLatencySource', 3, ago(2));
  await put('BUSY', 'CDCLatencyTarget', 4, ago(2));
  await put('OLD', 'CDCLatencySource', 90, ago(60));
  await put('HALF', 'CDCLatencySource', 7, ago(1));
  const found = await createMetrics(client).latencies(['BUSY', 'OLD', 'HALF', 'NONE'].map(measured), now);
  expect(found.get(arn('BUSY'))).toMatchObject({ sourceSeconds: 3, targetSeconds: 4 });
  expect(found.get(arn('HALF'))).toMatchObject({ sourceSeconds: 7, targetSeconds: undefined });
  expect([...found.keys()]).toEqual([arn('BUSY'), arn('HALF')]);
});

test('a value that is not a number is skipped', async () => {
  const [value, at] = [5, ago(2)];
  const results = [
    { Id: 'm0_0', Values: [Number.NaN, value], Timestamps: [ago(1), at] },
    { Id: 'm0_1', Values: [Number.NaN], Timestamps: [at] },
    { Id: 'm1_0', Values: [Number.NaN], Timestamps: [at] },
  ];
  const lying = Object.assign(new CloudWatchClient(cloud.client), {
    send: async () => ({ MetricDataResults: results }),
  });
  const found = await createMetrics(lying).latencies(['ONE', 'TWO'].map(measured), now);
  expect([...found]).toEqual([
    [arn('ONE'), { sourceSeconds: value, targetSeconds: undefined, at: at.toISOString() }],
  ]);
});

test('more tasks than one call allows are queried in several calls', async () => {
  await put('LAST', 'CDCLatencySource', 1, ago(1));
  const many = Array.from({ length: 300 }, (_, index) => measured(`IDLE${index}`));
  const found = await createMetrics(client).latencies([...many, measured('LAST')], now);
  expect([...found.keys()]).toEqual([arn('LAST')]);
});

describe('past lag', () => {
  const from = new Date(Math.ceil((now.getTime() - 3_600_000) / 300_000) * 300_000);
  const query = { from, until: now, periodSeconds: 300 };
  const inPeriod = (period: number, seconds: number) =>
    new Date(from.getTime() + period * 300_000 + seconds * 1000);
  const start = (period: number) => inPeriod(period, 0).toISOString();

  test('has the highest values of each period, oldest first, also those of former tasks', async () => {
    await put('FORMER', 'CDCLatencySource', 12, inPeriod(0, 10));
    await put('NEW', 'CDCLatencySource', 4, inPeriod(2, 1));
    await put('NEW', 'CDCLatencySource', 40, inPeriod(2, 200));
    await put('NEW', 'CDCLatencyTarget', 41, inPeriod(2, 201));
    await put('NEW', 'CDCLatencySource', 1, inPeriod(4, 0));
    expect(await createLagHistory(client).lags(['FORMER', 'NEW'].map(measured), query)).toEqual([
      { at: start(0), sourceSeconds: 12 },
      { at: start(2), sourceSeconds: 40, targetSeconds: 41 },
      { at: start(4), sourceSeconds: 1 },
    ]);
  });

  test.each([
    ['Forbidden', 'AccessDenied'],
    ['InternalError', 'ServiceUnavailable'],
  ])('a metric that is %s is an error, not a gap', async (StatusCode, name) => {
    const answer = { MetricDataResults: [{ Id: 'm0_0', StatusCode, Values: [], Timestamps: [] }] };
    const lying = Object.assign(new CloudWatchClient(cloud.client), { send: async () => answer });
    await expect(createLagHistory(lying).lags([measured('NEW')], query)).rejects.toMatchObject({ name });
  });
});
