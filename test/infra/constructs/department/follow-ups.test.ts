import { planOfEveryResource, sampleChannels } from '../../../helpers/infra/physical-names';
import { ofType, type Resource, synthesize } from '../../../helpers/infra/stacks';
import { sampleDepartment, samplePlan } from '../../../helpers/runs/plan';

const stacks = synthesize(planOfEveryResource());
const resourcesOf = (name: string): Readonly<Record<string, Resource>> => stacks.get(name)?.resources ?? {};
const sales = resourcesOf('lakeferry-dev-sales');
const platform = resourcesOf('lakeferry-dev-platform');

const imported = (name: string): object => ({ 'Fn::ImportValue': `lakeferry-dev-platform:${name}` });

function propertiesOf(resources: typeof sales, type: string): readonly Readonly<Record<string, unknown>>[] {
  return ofType(resources, type).map(([, { Properties }]) => Properties ?? {});
}

function rulesOn(detailType: string) {
  return propertiesOf(sales, 'AWS::Events::Rule').filter((rule) =>
    JSON.stringify(rule['EventPattern']).includes(detailType),
  );
}

test('the department’s parameter names its plan, its owner and where each channel is', () => {
  const parameter = propertiesOf(sales, 'AWS::SSM::Parameter').find(
    ({ Name }) => Name === '/lakeferry/dev/departments/sales',
  );
  const [, parts] = Object(parameter?.['Value'])['Fn::Join'];
  const text = parts.map((part: unknown) => (typeof part === 'string' ? part : '<value>')).join('');
  const { plan, owner, channels } = JSON.parse(text);
  expect(plan).toEqual({ bucket: '<value>', key: expect.stringMatching(/\.json$/) });
  expect(owner).toBe('sales-data@example.com');
  const chat = (name: string) => ({
    kind: 'chat',
    arn: expect.stringMatching(new RegExp(`:lakeferry-dev-chat-${name}$`)),
  });
  expect(channels).toEqual({
    email: { kind: 'topic', arn: '<value>' },
    'slack-c07ez1abc23': chat('slack-c07ez1abc23'),
    'teams-0a1b2c3d': chat('teams-0a1b2c3d'),
    'topic-data-alerts': { kind: 'topic', arn: 'arn:aws:sns:eu-west-1:111122223333:data-alerts' },
    'webhook-hooks': { kind: 'webhook' },
    'webhook-open': { kind: 'webhook' },
  });
});

test('the owner subscribes to the department’s topic, which the key of the alerts encrypts', () => {
  expect(propertiesOf(sales, 'AWS::SNS::Topic')).toMatchObject([
    { TopicName: 'lakeferry-dev-notify-sales', KmsMasterKeyId: imported('AlertsKeyArn') },
  ]);
  expect(propertiesOf(sales, 'AWS::SNS::Subscription')).toMatchObject([
    { Protocol: 'email', Endpoint: 'sales-data@example.com' },
  ]);
  const policies = JSON.stringify(propertiesOf(sales, 'AWS::SNS::TopicPolicy'));
  expect(policies).toContain('"Effect":"Deny"');
  expect(policies).not.toContain('"Effect":"Allow"');
});

test('a webhook gets the messages of its channel, with a secret that the template only names', () => {
  const [hooks, open] = propertiesOf(sales, 'AWS::Events::Connection');
  const keyOf = (connection: unknown) => Object(connection).AuthParameters.ApiKeyAuthParameters;
  expect(keyOf(hooks)).toEqual({
    ApiKeyName: 'Authorization',
    ApiKeyValue: '{{resolve:secretsmanager:lakeferry/hooks:SecretString:::}}',
  });
  expect(keyOf(open)).toEqual({ ApiKeyName: 'X-Lakeferry-Environment', ApiKeyValue: 'dev' });
  expect(rulesOn('Lakeferry Notification')).toMatchObject([
    {
      EventBusName: imported('EventBusName'),
      EventPattern: {
        source: ['lakeferry'],
        'detail-type': ['Lakeferry Notification'],
        detail: { department: ['sales'], channel: ['webhook-hooks'] },
      },
      Targets: [{ InputPath: '$.detail', RoleArn: expect.anything(), DeadLetterConfig: expect.anything() }],
    },
    { EventPattern: { detail: { channel: ['webhook-open'] } } },
  ]);
});

test('a hand-off follows the outcomes that it names, with what its target needs', () => {
  const [machine, lambda, queue] = rulesOn('Lakeferry Run Ended');
  const of = (outcomes: readonly string[]) => ({
    EventBusName: imported('EventBusName'),
    EventPattern: {
      source: ['lakeferry'],
      'detail-type': ['Lakeferry Run Ended'],
      detail: { department: ['sales'], job: ['followed'], outcome: outcomes },
    },
    Targets: [{ DeadLetterConfig: expect.anything() }],
  });
  const good = ['succeeded', 'succeeded-with-table-errors'];
  const bad = ['failed', 'resource', 'stopped', 'missed'];
  expect(machine).toMatchObject(of(good));
  expect(machine).toMatchObject({ Targets: [{ RoleArn: expect.anything() }] });
  expect(lambda).toMatchObject(of(bad));
  expect(queue).toMatchObject(of([...good, ...bad]));
  for (const rule of [lambda, queue]) expect(JSON.stringify(rule)).not.toContain('RoleArn');
  expect(propertiesOf(sales, 'AWS::Lambda::Permission')).toMatchObject([
    {
      FunctionName: 'arn:aws:lambda:eu-west-1:111122223333:function:repair',
      Principal: 'events.amazonaws.com',
      SourceArn: expect.anything(),
    },
  ]);
  const roles = JSON.stringify(propertiesOf(sales, 'AWS::IAM::Role'));
  expect(roles).toContain('"arn:aws:states:eu-west-1:111122223333:stateMachine:report"');
});

test('events that are not delivered wait in a queue with an alarm', () => {
  expect(propertiesOf(sales, 'AWS::SQS::Queue')).toMatchObject([
    { QueueName: 'lakeferry-dev-sales-undelivered', MessageRetentionPeriod: 1_209_600 },
  ]);
  expect(propertiesOf(sales, 'AWS::CloudWatch::Alarm')).toMatchObject([
    { AlarmName: 'lakeferry-dev-sales-undelivered', AlarmActions: [imported('AlertsTopicArn')] },
  ]);
});

test('chat channels have a topic each, and may do nothing in the account', () => {
  const [slack] = propertiesOf(platform, 'AWS::Chatbot::SlackChannelConfiguration');
  expect(slack).toMatchObject({
    ConfigurationName: 'lakeferry-dev-slack-c07ez1abc23',
    SlackWorkspaceId: 'T07EA123LEP',
    SlackChannelId: 'C07EZ1ABC23',
    SnsTopicArns: [expect.anything()],
  });
  expect(JSON.stringify(slack)).toContain(':iam::aws:policy/AWSDenyAll');
  const role = ofType(platform, 'AWS::IAM::Role').find(([id]) => id.startsWith('ChatChannels'))?.[1];
  expect(Object.keys(role?.Properties ?? {}).sort()).toEqual([
    'AssumeRolePolicyDocument',
    'Description',
    'Tags',
  ]);
});

test('departments share a chat channel', () => {
  const both = synthesize(
    samplePlan({
      departments: [
        sampleDepartment({ channels: sampleChannels }),
        sampleDepartment({ name: 'hr', channels: sampleChannels, jobs: [] }),
      ],
    }),
  ).get('lakeferry-dev-platform');
  expect(ofType(both?.resources ?? {}, 'AWS::Chatbot::SlackChannelConfiguration')).toHaveLength(1);
});

test('poll-tasks publishes to the topics of the environment and to those that channels name', () => {
  const role = ofType(platform, 'AWS::IAM::Role').find(([id]) => id.includes('PollTasksRole'))?.[1];
  const text = JSON.stringify(role);
  expect(text).toContain('arn:aws:sns:eu-west-1:111122223333:data-alerts');
  expect(text).toContain(':lakeferry-dev-*');
  expect(text).toContain('sns.eu-west-1.amazonaws.com');
  expect(JSON.stringify(synthesize(samplePlan()).get('lakeferry-dev-platform')?.resources)).not.toContain(
    'sns.eu-west-1.amazonaws.com',
  );
});
