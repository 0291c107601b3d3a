import { Match } from 'aws-cdk-lib/assertions';
import { functionNames } from '../../../../infra/grants/grants';
import { ofType, synthesize } from '../../../helpers/infra/stacks';
import { samplePlan } from '../../../helpers/runs/plan';

const platform = synthesize(samplePlan()).get('lakeferry-dev-platform');
if (platform === undefined) throw new Error('no platform stack');
const { template, resources } = platform;

test('there is one function per row of the grants, under the environment’s name', () => {
  const names = ofType(resources, 'AWS::Lambda::Function').map(
    ([, { Properties }]) => Properties?.['FunctionName'],
  );
  expect(names.sort()).toEqual(functionNames.map((name) => `lakeferry-dev-${name}`).sort());
});

test('every function runs on arm64 and Node 24, with traces and a log group that expires', () => {
  template.allResourcesProperties('AWS::Lambda::Function', {
    Architectures: ['arm64'],
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    TracingConfig: { Mode: 'Active' },
    LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: Match.anyValue() } },
  });
  template.hasResourceProperties('AWS::Logs::LogGroup', {
    LogGroupName: '/lakeferry/dev/poll-tasks',
    RetentionInDays: 90,
  });
});

test('a function’s environment variables have names of resources and no secrets', () => {
  for (const [, { Properties }] of ofType(resources, 'AWS::Lambda::Function')) {
    const own = { LAKEFERRY_ENVIRONMENT: 'dev', NODE_OPTIONS: '--enable-source-maps' };
    // It depends on nothing else of the stack.
    const isAlone = Properties?.['FunctionName'] === 'lakeferry-dev-check-existing';
    expect(Properties?.['Environment']).toEqual({
      Variables: isAlone
        ? own
        : {
            ...own,
            HISTORY_TABLE: { Ref: expect.stringMatching(/^HistoryTable/) },
            HISTORY_RETENTION_DAYS: '400',
            DMS_REQUESTS_PER_SECOND: '6.4',
            EVENT_BUS: 'lakeferry-dev',
            ALERTS_TOPIC_ARN: { Ref: expect.stringMatching(/^AlertsTopic/) },
            STAGING_BUCKET: { Ref: expect.stringMatching(/^StorageStaging/) },
            POLL_TASKS_FUNCTION: 'lakeferry-dev-poll-tasks',
            LAKE_BUCKET: { Ref: expect.stringMatching(/^StorageLake/) },
            // Those that connect to databases read the names of secrets there.
            ...(Properties?.['VpcConfig'] === undefined ? {} : { CONNECTIONS: expect.anything() }),
          },
    });
  }
});

test('every function has a role of its own, without managed policies', () => {
  const roles = ofType(resources, 'AWS::Lambda::Function').map(([, { Properties }]) =>
    JSON.stringify(Properties?.['Role']),
  );
  expect(new Set(roles).size).toBe(functionNames.length);
  for (const [id, { Properties }] of ofType(resources, 'AWS::IAM::Role'))
    if (id.startsWith('Functions')) expect(Properties?.['ManagedPolicyArns']).toBeUndefined();
});

test('a function may start, stop or delete only tasks with the environment’s tag', () => {
  template.hasResourceProperties('AWS::IAM::Role', {
    Policies: Match.arrayWith([
      {
        PolicyName: 'Work',
        PolicyDocument: Match.objectLike({
          Statement: Match.arrayWith([
            Match.objectLike({
              Action: 'dms:StartReplicationTask',
              Condition: { StringEquals: { 'aws:ResourceTag/lakeferry:environment': 'dev' } },
            }),
          ]),
        }),
      },
    ]),
  });
});

test('only functions that connect to databases run in the network, beside the replication instance', () => {
  const inNetwork = ofType(resources, 'AWS::Lambda::Function').filter(
    ([, { Properties }]) => Properties?.['VpcConfig'] !== undefined,
  );
  expect(inNetwork.map(([id]) => id)).toEqual([
    expect.stringMatching(/^FunctionsCheckSource/),
    expect.stringMatching(/^FunctionsLoadCsv/),
  ]);
  const [, instance] = ofType(resources, 'AWS::DMS::ReplicationInstance')[0] ?? [];
  for (const [, { Properties }] of inNetwork)
    expect(Properties?.['VpcConfig']).toMatchObject({
      SecurityGroupIds: instance?.Properties?.['VpcSecurityGroupIds'],
      SubnetIds: [{ Ref: expect.stringContaining('Private') }, { Ref: expect.stringContaining('Private') }],
    });
});
