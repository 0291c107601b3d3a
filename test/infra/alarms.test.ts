import { ofType, type Resource, synthesize } from '../helpers/infra/stacks';
import { sampleEnvironment, samplePlan } from '../helpers/runs/plan';

function platform(onDelete: 'retain' | 'destroy'): Readonly<Record<string, Resource>> {
  const stacks = synthesize(samplePlan({ environment: sampleEnvironment({ onDelete }) }));
  return stacks.get('lakeferry-dev-platform')?.resources ?? {};
}

const resources = platform('destroy');

test('every queue without a consumer has an alarm, and so has a failing poll', () => {
  const alarms = ofType(resources, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties ?? {});
  expect(alarms.map(({ AlarmName }) => AlarmName).sort()).toEqual([
    'lakeferry-dev-copier-dead-letters',
    'lakeferry-dev-load-csv-failed',
    'lakeferry-dev-sweep-fails',
    'lakeferry-dev-sweep-rests',
    'lakeferry-dev-undelivered',
  ]);
  const consumed = ofType(resources, 'AWS::Lambda::EventSourceMapping').map(([, { Properties }]) =>
    JSON.stringify(Properties?.['EventSourceArn']),
  );
  for (const [id] of ofType(resources, 'AWS::SQS::Queue'))
    if (!consumed.some((source) => source.includes(id)))
      expect(JSON.stringify(alarms.map(({ Dimensions }) => Dimensions))).toContain(id);
});

test('a poll that is never called has no metric, and that raises an alarm', () => {
  const alarms = ofType(resources, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties ?? {});
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

test('the alerts’ key is deleted with the stack, unless the environment retains data', () => {
  const policyOf = (all: Readonly<Record<string, Resource>>) =>
    ofType(all, 'AWS::KMS::Key')[0]?.[1].DeletionPolicy;
  expect(policyOf(resources)).toBe('Delete');
  expect(policyOf(platform('retain'))).toBe('Retain');
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
