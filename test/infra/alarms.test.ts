import { metricNamespace, metricUnits } from '../../core/monitoring/metric';
import { ofType, type Resource, synthesize } from '../helpers/infra/stacks';
import { sampleEnvironment, samplePlan } from '../helpers/runs/plan';

function platform(onDelete: 'retain' | 'destroy'): Readonly<Record<string, Resource>> {
  const stacks = synthesize(samplePlan({ environment: sampleEnvironment({ onDelete }) }));
  return stacks.get('lakeferry-dev-platform')?.resources ?? {};
}

const resources = platform('destroy');

const alarms = ofType(resources, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties ?? {});

test('every queue without a consumer has an alarm', () => {
  const consumed = ofType(resources, 'AWS::Lambda::EventSourceMapping').map(([, { Properties }]) =>
    JSON.stringify(Properties?.['EventSourceArn']),
  );
  for (const [id] of ofType(resources, 'AWS::SQS::Queue'))
    if (!consumed.some((source) => source.includes(id)))
      expect(JSON.stringify(alarms.map(({ Dimensions }) => Dimensions))).toContain(id);
});

test.each(['Errors', 'Throttles'])('every function has an alarm about its %s', (metric) => {
  const watched = alarms
    .filter(({ MetricName, AlarmName }) => MetricName === metric && !String(AlarmName).includes('sweep'))
    .flatMap(({ Dimensions }) => JSON.stringify(Dimensions));
  const functions = ofType(resources, 'AWS::Lambda::Function').map(([id]) => id);
  expect(functions.length).toBeGreaterThan(10);
  for (const id of functions)
    expect(watched.filter((dimensions) => dimensions.includes(`"${id}"`))).toHaveLength(1);
  expect(watched).toHaveLength(functions.length);
});

test('one failure of a function that is called once a day raises its alarm: no second one comes within minutes', () => {
  const periodsOf = Object.fromEntries(
    alarms
      .filter(({ AlarmName }) => String(AlarmName).endsWith('-errors'))
      .map(({ AlarmName, EvaluationPeriods }) => [AlarmName, EvaluationPeriods]),
  );
  expect(periodsOf).toMatchObject({
    'lakeferry-dev-report-leftovers-errors': 1,
    'lakeferry-dev-judge-run-errors': 3,
  });
});

test.each(['hold-tasks', 'prepare-removal'])(
  'two failures of %s raise its alarm: Lambda tries three times within minutes, and then nobody answers',
  (name) => {
    const alarm = alarms.find(({ AlarmName }) => AlarmName === `lakeferry-dev-${name}-errors`);
    expect(alarm).toMatchObject({ EvaluationPeriods: 1, Threshold: 1, Period: 300 });
    expect(alarm?.['AlarmDescription']).toContain('waits for an hour');
  },
);

test('runs, messages and slots have alarms about metrics that functions emit', () => {
  const own = alarms.filter(({ Namespace }) => Namespace === metricNamespace);
  const environment = { Name: 'environment', Value: 'dev' };
  expect(own.map(({ AlarmName, MetricName, Dimensions }) => ({ AlarmName, MetricName, Dimensions }))).toEqual(
    [
      {
        AlarmName: 'lakeferry-dev-runs-missed',
        MetricName: 'RunsEnded',
        Dimensions: [environment, { Name: 'outcome', Value: 'missed' }],
      },
      {
        AlarmName: 'lakeferry-dev-messages-undelivered',
        MetricName: 'MessagesUndelivered',
        Dimensions: [environment],
      },
      { AlarmName: 'lakeferry-dev-slot-lag', MetricName: 'WorstSlotLag', Dimensions: [environment] },
    ],
  );
  for (const { MetricName } of own) expect(Object.keys(metricUnits)).toContain(MetricName);
  const executions = alarms.filter(({ Namespace }) => Namespace === 'AWS/States');
  expect(executions.map(({ MetricName }) => MetricName).sort()).toEqual([
    'ExecutionsAborted',
    'ExecutionsFailed',
    'ExecutionsTimedOut',
  ]);
});

test('the limits of the replication instance follow from its class and disk', () => {
  const limitsOf = (all: Readonly<Record<string, Resource>>) =>
    Object.fromEntries(
      ofType(all, 'AWS::CloudWatch::Alarm')
        .filter(([, { Properties }]) => Properties?.['Namespace'] === 'AWS/DMS')
        .map(([, { Properties }]) => [Properties?.['MetricName'], Properties?.['Threshold']]),
    );
  const gibibyte = 1024 ** 3;
  // dms.t3.medium with 4 GiB of memory and 50 GiB of disk.
  expect(limitsOf(resources)).toEqual({
    CPUUtilization: 90,
    FreeableMemory: Math.round(0.4 * gibibyte),
    SwapUsage: Math.round(0.4 * gibibyte),
    FreeStorageSpace: 10 * gibibyte,
  });
});

test('every alarm says what to do, with a command, a log group, a setting, or a page', () => {
  const says = /"lakeferry \w+|log group \/|replication-instance\.|docs\/|schedule lakeferry-|the queue/;
  expect(alarms.filter(({ AlarmDescription }) => !says.test(String(AlarmDescription)))).toEqual([]);
});

test('a poll that is never called has no metric, and that raises an alarm', () => {
  expect(alarms.filter(({ TreatMissingData }) => TreatMissingData !== 'notBreaching')).toMatchObject([
    {
      AlarmName: 'lakeferry-dev-sweep-rests',
      MetricName: 'Invocations',
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      TreatMissingData: 'breaching',
    },
  ]);
});

test('every alarm publishes to the alerts topic, whose key CloudWatch may use', () => {
  const [[topic] = ['']] = ofType(resources, 'AWS::SNS::Topic');
  for (const [, { Properties }] of ofType(resources, 'AWS::CloudWatch::Alarm'))
    expect(Properties?.['AlarmActions']).toEqual([{ Ref: topic }]);
  const [[, key] = []] = ofType(resources, 'AWS::KMS::Key');
  expect(JSON.stringify(key?.Properties?.['KeyPolicy'])).toContain(
    '"Principal":{"Service":"cloudwatch.amazonaws.com"}',
  );
});

test('the alerts’ key is deleted with the stack, also where data remains: it encrypts only what topics hold', () => {
  const policyOf = (all: Readonly<Record<string, Resource>>) =>
    ofType(all, 'AWS::KMS::Key')[0]?.[1].DeletionPolicy;
  expect(policyOf(resources)).toBe('Delete');
  expect(policyOf(platform('retain'))).toBe('Delete');
});

test('a message stays hidden for longer than its function may work on it', () => {
  const functions = Object.fromEntries(ofType(resources, 'AWS::Lambda::Function'));
  for (const [, { Properties }] of ofType(resources, 'AWS::Lambda::EventSourceMapping')) {
    const { FunctionName, EventSourceArn } = Properties as {
      FunctionName: { Ref: string };
      EventSourceArn: { 'Fn::GetAtt': [string, string] };
    };
    const timeout = Number(functions[FunctionName.Ref]?.Properties?.['Timeout']);
    const [queueId] = EventSourceArn['Fn::GetAtt'];
    const hidden = Number(resources[queueId]?.Properties?.['VisibilityTimeout']);
    // AWS advises six times the timeout for batches. A load takes one message, and a lost
    // connection has to be retried within 15 minutes.
    expect(hidden).toBeGreaterThanOrEqual(Properties?.['BatchSize'] === 1 ? timeout + 60 : timeout * 6);
  }
});
