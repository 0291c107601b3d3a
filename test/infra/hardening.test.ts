import { planOfEveryResource } from '../helpers/infra/physical-names';
import { ofType, type Resource, synthesize } from '../helpers/infra/stacks';
import { sampleEnvironment, samplePlan } from '../helpers/runs/plan';

/** What a security review of the templates searches for, in a plan with every type of resource whose data is kept. */
const stacks = [
  ...synthesize({
    ...planOfEveryResource(),
    environment: sampleEnvironment({ onDelete: 'retain' }),
  }).values(),
];

type Found = readonly [id: string, resource: Resource];

function all(type: string): readonly Found[] {
  const found = stacks.flatMap(({ resources }) => ofType(resources, type));
  expect(found.length).toBeGreaterThan(0);
  return found;
}

/** Logical ids of those of which the text of the properties does not match. */
function unlike(type: string, pattern: RegExp): readonly string[] {
  return all(type)
    .filter(([, { Properties }]) => !pattern.test(JSON.stringify(Properties)))
    .map(([id]) => id.replace(/[0-9A-F]{8}$/, ''));
}

interface Statement {
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

function statementsIn(value: unknown): readonly Statement[] {
  if (typeof value !== 'object' || value === null) return [];
  return 'Effect' in value ? [value as Statement] : Object.values(value).flatMap(statementsIn);
}

test('each service that may use a role does so for this account only, or the reason is here', () => {
  const reasons: Readonly<Record<string, string>> = {
    'chatbot.amazonaws.com': 'the role has no permission at all',
    'dms.amazonaws.com':
      'AWS’s own text for the two account-wide roles: other users of DMS in the account need it',
    'dms.eu-west-1.amazonaws.com': 'the guide names no key that DMS sends when it reads a secret',
    'lambda.amazonaws.com': 'Lambda only uses a role for the functions of the role’s account',
  };
  const without = all('AWS::IAM::Role').flatMap(([, { Properties }]) =>
    statementsIn(Properties?.['AssumeRolePolicyDocument'])
      .filter(({ Condition }) => !JSON.stringify(Condition ?? {}).includes('aws:SourceAccount'))
      .map(({ Principal }) => String(Object(Principal).Service)),
  );
  expect([...new Set(without)].sort()).toEqual(Object.keys(reasons));
});

test('no policy of a resource allows anybody, or another account', () => {
  for (const type of [
    'AWS::S3::BucketPolicy',
    'AWS::SQS::QueuePolicy',
    'AWS::SNS::TopicPolicy',
    'AWS::KMS::Key',
  ])
    for (const [id, { Properties }] of all(type))
      for (const statement of statementsIn(Properties).filter(({ Effect }) => Effect === 'Allow')) {
        const text = JSON.stringify(statement.Principal);
        expect([id, text]).toEqual([
          id,
          expect.stringMatching(/"Service":"[a-z]+\.amazonaws\.com"|AWS::AccountId/),
        ]);
        if (text.includes('Service')) expect(JSON.stringify(statement.Condition)).toContain('aws:Source');
      }
});

test('no bucket is public, every bucket is encrypted, and object ACLs are off', () => {
  expect(
    unlike(
      'AWS::S3::Bucket',
      /"BlockPublicAcls":true,"BlockPublicPolicy":true,"IgnorePublicAcls":true,"RestrictPublicBuckets":true/,
    ),
  ).toEqual([]);
  expect(unlike('AWS::S3::Bucket', /SSEAlgorithm/)).toEqual([]);
  expect(unlike('AWS::S3::Bucket', /BucketOwnerEnforced/)).toEqual([]);
  expect(unlike('AWS::S3::Bucket', /AbortIncompleteMultipartUpload/)).toEqual([]);
});

test('keys are rotated, the history can be restored, and the instance has no public address', () => {
  expect(unlike('AWS::KMS::Key', /"EnableKeyRotation":true/)).toEqual([]);
  expect(unlike('AWS::DynamoDB::Table', /"PointInTimeRecoveryEnabled":true/)).toEqual([]);
  expect(unlike('AWS::DynamoDB::Table', /"DeletionProtectionEnabled":true/)).toEqual([]);
  expect(unlike('AWS::DMS::ReplicationInstance', /"PubliclyAccessible":false/)).toEqual([]);
});

test('the state machine logs its errors, is traced, and logs no data of an execution', () => {
  expect(unlike('AWS::StepFunctions::StateMachine', /"Level":"ERROR"/)).toEqual([]);
  expect(unlike('AWS::StepFunctions::StateMachine', /"TracingConfiguration":\{"Enabled":true\}/)).toEqual([]);
  expect(unlike('AWS::StepFunctions::StateMachine', /"IncludeExecutionData":false/)).toEqual([]);
});

test('every function logs into a group of the stack, which expires', () => {
  expect(unlike('AWS::Lambda::Function', /"LoggingConfig":\{"LogFormat":"JSON","LogGroup":\{"Ref":/)).toEqual(
    [],
  );
  expect(unlike('AWS::Logs::LogGroup', /"RetentionInDays":\d/)).toEqual([]);
});

test('what holds data or logs is kept on deletion and on replacement alike, staging and inbox on the latter', () => {
  for (const type of ['AWS::S3::Bucket', 'AWS::DynamoDB::Table', 'AWS::Logs::LogGroup'])
    for (const [id, resource] of all(type))
      expect([id, resource.DeletionPolicy, resource.UpdateReplacePolicy]).toEqual([
        id,
        // prepare-removal empties these two, if nothing in them waits.
        /^(StorageStaging|InboxBucket)/.test(id) ? 'Delete' : expect.stringMatching(/^Retain/),
        'Retain',
      ]);
});

test('every rule has a dead-letter queue, and every schedule, or the reason is here', () => {
  expect(unlike('AWS::Events::Rule', /"DeadLetterConfig":\{"Arn":/)).toEqual([]);
  expect(unlike('AWS::Scheduler::Schedule', /"DeadLetterConfig":\{"Arn":/)).toEqual([
    // The next invocation does the same work, and an alarm sees that polls are missing.
    'WakersEveryMinute',
    'WakersEveryHour',
    'WakersEveryDay',
  ]);
});

test('a queue that feeds a function hands bad messages on, and limits how many run at once', () => {
  const fed = JSON.stringify(all('AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => Properties));
  const ids = all('AWS::SQS::Queue').filter(([id]) => fed.includes(`"${id}"`));
  expect(ids).toHaveLength(2);
  for (const [id, { Properties }] of ids)
    expect([id, JSON.stringify(Properties)]).toEqual([id, expect.stringContaining('"maxReceiveCount":5')]);
  expect(unlike('AWS::Lambda::EventSourceMapping', /"ReportBatchItemFailures"/)).toEqual([]);
  expect(unlike('AWS::Lambda::EventSourceMapping', /"MaximumConcurrency":\d/)).toEqual([]);
});

test('every alarm has an action, and says what missing data means', () => {
  expect(unlike('AWS::CloudWatch::Alarm', /"AlarmActions":\[\{/)).toEqual([]);
  expect(unlike('AWS::CloudWatch::Alarm', /"TreatMissingData":"(notBreaching|breaching)"/)).toEqual([]);
});

test('the environment of a function has no secret, password or key', () => {
  const names = all('AWS::Lambda::Function').flatMap(([, { Properties }]) =>
    Object.keys(Object(Object(Properties?.['Environment']).Variables)),
  );
  expect(names.filter((name) => /SECRET|PASSWORD|KEY|TOKEN|CREDENTIAL/.test(name))).toEqual([]);
});

test('templates name no partition: only what a person wrote into a file has one', () => {
  for (const { template, name } of synthesize(samplePlan()).values())
    expect([name, JSON.stringify(template.toJSON()).match(/.{60}arn:aws[:-].{60}/g)]).toEqual([name, null]);
});

test('every stack has a description', () => {
  for (const { template } of stacks) expect(template.toJSON()['Description']).toMatch(/^Lakeferry \(dev\): /);
});
