import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandInput,
  DescribeAnomalyDetectorsCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  type ListMetricsCommandInput,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { DrivenClock } from '../../../local/clock';
import { startLocalCloud } from '../../../local/cloud';
import { alarmsOf } from '../../../local/cloudwatch/alarms';
import { createCloudWatch } from '../../../local/cloudwatch/cloudwatch';
import { type Metric, MetricStore } from '../../../local/cloudwatch/metrics';
import { awsCli, testWith } from '../../helpers/local/foreign-clients';
import { startTestGateway, type TestGateway } from '../../helpers/local/local-gateway';

const at = (time: string): Date => new Date(`2026-03-01T${time}Z`);

describe('the local CloudWatch', () => {
  let cloud: TestGateway;
  let client: CloudWatchClient;
  const latency: Metric = {
    namespace: 'AWS/DMS',
    name: 'CDCLatencyTarget',
    dimensions: { ReplicationInstanceIdentifier: 'ri', ReplicationTaskIdentifier: 'ABC' },
    unit: 'Seconds',
    points: [
      { at: at('10:00:10'), value: 4 },
      { at: at('10:00:50'), value: 8 },
      { at: at('10:02:00'), value: 1 },
    ],
  };
  const Dimensions = Object.entries(latency.dimensions).map(([Name, Value]) => ({ Name, Value }));

  const resource = (type: string, ref: string) =>
    [
      ref,
      {
        type,
        // CloudFormation may have numbers as texts.
        properties: { AlarmName: ref, Threshold: '900', Period: 60, Dimensions, Tags: [] },
        deployed: { ref },
        at: at('09:00:00'),
      },
    ] as const;

  beforeAll(async () => {
    cloud = await startTestGateway(
      (context) => [
        createCloudWatch(
          context,
          new MetricStore([
            (from, to) => [
              { ...latency, points: latency.points.filter((point) => point.at >= from && point.at < to) },
            ],
          ]),
          () =>
            alarmsOf([
              {
                resources: new Map([
                  resource('AWS::CloudWatch::Alarm', 'late'),
                  resource('AWS::CloudWatch::Alarm', 'dead-letters'),
                  resource('AWS::SQS::Queue', 'q'),
                ]),
              },
            ]),
        ),
      ],
      new DrivenClock(at('11:00:00')),
    );
    client = new CloudWatchClient(cloud.client);
  });
  afterAll(async () => {
    client.destroy();
    await cloud.stop();
  });

  it('gives a metric by period, newest first unless told otherwise', async () => {
    const query = (ScanBy?: 'TimestampAscending') =>
      client.send(
        new GetMetricDataCommand({
          MetricDataQueries: ['Average', 'Maximum'].map((Stat) => ({
            Id: Stat.toLowerCase(),
            MetricStat: {
              Metric: { Namespace: 'AWS/DMS', MetricName: 'CDCLatencyTarget', Dimensions },
              Period: 60,
              Stat,
            },
          })),
          StartTime: at('10:00:00'),
          EndTime: at('10:05:00'),
          ...(ScanBy === undefined ? {} : { ScanBy }),
        }),
      );
    const newest = await query();
    expect(newest.MetricDataResults).toMatchObject([
      { Id: 'average', Timestamps: [at('10:02:00'), at('10:00:00')], Values: [1, 6], StatusCode: 'Complete' },
      { Id: 'maximum', Values: [1, 8] },
    ]);
    expect((await query('TimestampAscending')).MetricDataResults?.[0]?.Values).toEqual([6, 1]);
  });

  it('rounds the start down, and has no points for a period that is too fine for their age', async () => {
    const points = async (StartTime: Date, Period: number) => {
      const { MetricDataResults: [found] = [] } = await client.send(
        new GetMetricDataCommand({
          MetricDataQueries: [
            {
              Id: 'm',
              MetricStat: {
                Metric: { Namespace: 'AWS/DMS', MetricName: 'CDCLatencyTarget', Dimensions },
                Period,
                Stat: 'Maximum',
              },
            },
          ],
          StartTime,
          EndTime: at('10:05:00'),
        }),
      );
      return found?.Values;
    };
    expect(await points(at('10:00:55'), 60)).toEqual([1, 8]);
    expect(await points(at('10:00:47'), 10)).toEqual([1, 8]);
    expect(await points(at('10:00:52'), 10)).toEqual([1, 8]);
    expect(await points(at('07:59:00'), 60)).toEqual([1, 8]);
    expect(await points(at('07:59:00'), 30)).toEqual([]);
    expect(await points(new Date('2026-02-10T00:00:00Z'), 60)).toEqual([]);
    expect(await points(new Date('2026-02-10T00:00:00Z'), 300)).toEqual([8]);
    expect(await points(new Date('2025-12-01T00:00:00Z'), 3600)).toEqual([8]);
  });

  it('gives statistics, lists metrics by their dimensions, and keeps what is put', async () => {
    const one = {
      Namespace: 'Ours',
      MetricName: 'Rows',
      StartTime: at('10:00:00'),
      EndTime: at('12:00:00'),
      Period: 3600,
    };
    await client.send(
      new PutMetricDataCommand({
        Namespace: 'Ours',
        MetricData: [
          { MetricName: 'Rows', Value: 2 },
          { MetricName: 'Rows', Value: 5, Unit: 'Count' },
        ],
      }),
    );
    const { Datapoints } = await client.send(
      new GetMetricStatisticsCommand({ ...one, Statistics: ['Sum', 'SampleCount'] }),
    );
    expect(Datapoints).toEqual([{ Timestamp: at('11:00:00'), Sum: 7, SampleCount: 2, Unit: 'None' }]);
    const listed = async (input: ListMetricsCommandInput) =>
      (await client.send(new ListMetricsCommand(input))).Metrics?.map(({ MetricName }) => MetricName);
    expect(await listed({})).toEqual(['Rows', 'CDCLatencyTarget']);
    expect(await listed({ Dimensions: [{ Name: 'ReplicationTaskIdentifier', Value: 'ABC' }] })).toEqual([
      'CDCLatencyTarget',
    ]);
    expect(
      await listed({
        Namespace: 'AWS/DMS',
        Dimensions: [{ Name: 'ReplicationTaskIdentifier', Value: 'XYZ' }],
      }),
    ).toEqual([]);
  });

  it('describes the alarms of deployed stacks', async () => {
    const describe = async (input: DescribeAlarmsCommandInput) =>
      (await client.send(new DescribeAlarmsCommand(input))).MetricAlarms?.map(({ AlarmName }) => AlarmName);
    const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({ AlarmNames: ['late'] }));
    expect(MetricAlarms).toMatchObject([
      {
        AlarmName: 'late',
        AlarmArn: 'arn:aws:cloudwatch:eu-west-1:000000000000:alarm:late',
        StateValue: 'INSUFFICIENT_DATA',
        Threshold: 900,
        Dimensions,
      },
    ]);
    expect(await describe({})).toEqual(['dead-letters', 'late']);
    expect(await describe({ AlarmNamePrefix: 'dead' })).toEqual(['dead-letters']);
    expect(await describe({ StateValue: 'ALARM' })).toEqual([]);
    expect(await describe({ AlarmTypes: ['CompositeAlarm'] })).toEqual([]);
  });

  it('refuses by name what it does not have', async () => {
    await expect(client.send(new DescribeAnomalyDetectorsCommand({}))).rejects.toThrow(
      'monitoring:DescribeAnomalyDetectors is not supported',
    );
    const Expression = { Id: 'e', Expression: 'm1 * 2' };
    await expect(
      client.send(
        new GetMetricDataCommand({
          MetricDataQueries: [Expression],
          StartTime: at('10:00:00'),
          EndTime: at('11:00:00'),
        }),
      ),
    ).rejects.toThrow('MetricDataQueries.0.Expression is not supported by the local cloud');
  });

  testWith('aws')('is read by the AWS CLI, which speaks CBOR', async () => {
    const answer: unknown = JSON.parse(
      await awsCli(
        cloud.gateway.url,
        ...[
          'cloudwatch',
          'get-metric-statistics',
          '--namespace',
          'AWS/DMS',
          '--metric-name',
          'CDCLatencyTarget',
        ],
        ...['--dimensions', ...Dimensions.map(({ Name, Value }) => `Name=${Name},Value=${Value}`)],
        ...['--start-time', '2026-03-01T10:00:00Z', '--end-time', '2026-03-01T10:01:00Z', '--period', '60'],
        ...['--statistics', 'Maximum'],
      ),
    );
    expect(answer).toMatchObject({ Datapoints: [{ Maximum: 8, Unit: 'Seconds' }] });
    expect(JSON.parse(await awsCli(cloud.gateway.url, 'cloudwatch', 'describe-alarms'))).toMatchObject({
      MetricAlarms: [{ AlarmName: 'dead-letters' }, { AlarmName: 'late' }],
    });
    await expect(awsCli(cloud.gateway.url, 'cloudwatch', 'list-dashboards')).rejects.toThrow(
      'is not supported by the local cloud',
    );
  });

  it('is part of the local cloud, as the service "monitoring"', async () => {
    const whole = await startLocalCloud();
    const own = new CloudWatchClient({
      endpoint: whole.url,
      region: whole.region,
      credentials: whole.operatorCredentials,
    });
    try {
      expect((await own.send(new ListMetricsCommand({ Namespace: 'AWS/DMS' }))).Metrics).toEqual([]);
      expect(whole.calls.count('monitoring:ListMetrics')).toBe(1);
    } finally {
      own.destroy();
      await whole.stop();
    }
  });
});
