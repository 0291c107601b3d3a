import { Match, Template } from 'aws-cdk-lib/assertions';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import {
  lastReceive,
  loadPatienceSeconds,
  loadTimeoutSeconds,
  mostReceives,
} from '../../../../core/loads/queue';
import { Load } from '../../../../infra/constructs/department/load';
import { Inbox } from '../../../../infra/constructs/platform/inbox';
import { loadRuleName } from '../../../../infra/names';
import { emptyStack, ofType, type Resource } from '../../../helpers/infra/stacks';
import { sampleLoad } from '../../../helpers/runs/load-plan';
import { sampleEnvironment } from '../../../helpers/runs/plan';

function templateOf(onDelete: 'retain' | 'destroy'): Template {
  const stack = emptyStack();
  const inbox = new Inbox(stack, 'Inbox', sampleEnvironment({ onDelete, stagingRetentionDays: 9 }));
  const code = Code.fromInline('//');
  const loadCsv = new LambdaFunction(stack, 'F', { code, handler: 'i.h', runtime: Runtime.NODEJS_24_X });
  inbox.connectTo(loadCsv, new Topic(stack, 'Alerts'), { name: 'dev' });
  return Template.fromStack(stack);
}
const template = templateOf('destroy');
const resources: Readonly<Record<string, Resource>> = template.toJSON()['Resources'];

describe('the inbox', () => {
  test('is versioned, so that an overwritten file is read in its first version; old versions expire', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      VersioningConfiguration: { Status: 'Enabled' },
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
      LifecycleConfiguration: {
        Rules: [
          Match.objectLike({
            NoncurrentVersionExpiration: { NoncurrentDays: 9 },
            // Files themselves never expire.
            ExpirationInDays: Match.absent(),
          }),
        ],
      },
      BucketEncryption: Match.anyValue(),
      PublicAccessBlockConfiguration: Match.objectLike({
        BlockPublicAcls: true,
        RestrictPublicBuckets: true,
      }),
    });
  });

  test('is deleted with the stack, which empties it first, and stays when an update replaces it', () => {
    for (const onDelete of ['retain', 'destroy'] as const)
      expect(
        ofType(templateOf(onDelete).toJSON()['Resources'], 'AWS::S3::Bucket').map(([, one]) => [
          one.DeletionPolicy,
          one.UpdateReplacePolicy,
        ]),
      ).toEqual([['Delete', 'Retain']]);
  });
});

describe('its queue', () => {
  test('hides a file for longer than a function works on it', () => {
    const [queue] = ofType(resources, 'AWS::SQS::Queue')
      .map(([, { Properties }]) => Properties)
      .filter((properties) => properties?.['RedrivePolicy'] !== undefined);
    expect(queue?.['VisibilityTimeout']).toBeGreaterThan(loadTimeoutSeconds);
    expect(loadPatienceSeconds).toBeLessThan(loadTimeoutSeconds);
  });

  test('delivers a file once more than it is tried, so that the run of a killed function is closed', () => {
    expect(lastReceive).toBe(mostReceives + 1);
    template.hasResourceProperties('AWS::SQS::Queue', {
      RedrivePolicy: Match.objectLike({ maxReceiveCount: lastReceive }),
    });
  });

  test('delivers one file at a time, only failed ones again, and dead letters raise an alarm', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: Match.anyValue() },
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      AlarmActions: [Match.anyValue()],
    });
  });

  test('is encrypted and admits only the rules of loads', () => {
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Condition: {
              ArnLike: {
                'aws:SourceArn': {
                  'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('rule/lakeferry-dev-load-\\*$')])],
                },
              },
            },
          }),
        ]),
      },
    });
    expect(
      ofType(resources, 'AWS::SQS::Queue').every(
        ([, { Properties }]) => Properties?.['SqsManagedSseEnabled'],
      ),
    ).toBe(true);
  });
});

describe('a load', () => {
  const stack = emptyStack();
  const load = sampleLoad();
  const plan = { bucket: 'assets', key: 'sales.json' };
  new Load(stack, 'Prices', {
    environment: { name: 'dev' },
    load,
    plan,
    inboxBucketName: 'inbox',
    loadQueueArn: 'arn:aws:sqs:eu-west-1:123456789012:q',
    undeliveredQueueArn: 'arn:aws:sqs:eu-west-1:123456789012:undelivered',
  });
  const own = Template.fromStack(stack);

  test('has a rule that sends files under its prefix to the queue, with its key and plan', () => {
    own.hasResourceProperties('AWS::Events::Rule', {
      Name: loadRuleName(load.identity),
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { bucket: { name: ['inbox'] }, object: { key: [{ prefix: 'sales/prices/' }] } },
      },
      Targets: [
        Match.objectLike({
          Arn: 'arn:aws:sqs:eu-west-1:123456789012:q',
          DeadLetterConfig: { Arn: 'arn:aws:sqs:eu-west-1:123456789012:undelivered' },
          InputTransformer: {
            InputPathsMap: { time: '$.time', detail: '$.detail' },
            InputTemplate: Match.stringLikeRegexp(
              '"load":"sales/prices","plan":{"bucket":"assets","key":"sales.json"}',
            ),
          },
        }),
      ],
    });
  });

  test('has a parameter with the bucket and prefix for its files', () => {
    own.hasResourceProperties('AWS::SSM::Parameter', {
      Name: '/lakeferry/dev/loads/sales/prices',
      Value: JSON.stringify({ load: 'sales/prices', bucket: 'inbox', inbox: 'sales/prices/' }),
    });
  });

  test('its rule’s name is short enough, unique, and admitted by the queue', () => {
    const name = (department: string) =>
      loadRuleName({ environment: 'production', department, load: 'p'.repeat(40), key: `${department}/p` });
    const names = [name(`${'d'.repeat(40)}1`), name(`${'d'.repeat(40)}2`)];
    expect(new Set(names).size).toBe(2);
    for (const one of names) expect(one).toMatch(/^lakeferry-production-load-.{1,38}$/);
  });
});
