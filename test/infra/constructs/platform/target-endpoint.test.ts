import { Match } from 'aws-cdk-lib/assertions';
import type { PostgresTargetPlan } from '../../../../core/planning/connection-plan';
import { sampleDepartment, sampleJob, samplePlan, sampleSource } from '../../../helpers/plan';
import { ofType, synthesize } from '../../../helpers/stacks';

const securityGroup = { id: 'sg-0a1b2c3d', port: 5433 };
const warehouse: PostgresTargetPlan = {
  ...sampleSource({ name: 'warehouse', databaseName: 'wh', endpointIdentifier: 'lakeferry-dev-warehouse' }),
  engine: 'postgres',
  securityGroup,
};
const into = {
  target: 'warehouse',
  targetEngine: 'postgres',
  targetSettings: {},
  publishing: { kind: 'none' },
} as const;
const tables = ['a'];
const stacks = synthesize(
  samplePlan({
    sources: [sampleSource({ securityGroup })],
    targets: [{ name: 'lake', engine: 's3' }, warehouse],
    departments: [
      sampleDepartment({
        jobs: [
          sampleJob({ department: 'sales', job: 'one', tables }, into),
          sampleJob({ department: 'sales', job: 'two', tables }, into),
        ],
      }),
    ],
  }),
);
const platform = stacks.get('lakeferry-dev-platform');
const sales = stacks.get('lakeferry-dev-sales');
if (platform === undefined || sales === undefined) throw new Error('a stack is missing');

test('a database target is one endpoint, with its secret and sessions that skip foreign keys and triggers (I7)', () => {
  expect(ofType(platform.resources, 'AWS::DMS::Endpoint')).toHaveLength(2);
  platform.template.hasResourceProperties('AWS::DMS::Endpoint', {
    EndpointType: 'target',
    EndpointIdentifier: 'lakeferry-dev-warehouse',
    EngineName: 'postgres',
    DatabaseName: 'wh',
    SslMode: 'require',
    PostgreSqlSettings: {
      SecretsManagerSecretId: 'lakeferry/warehouse',
      SecretsManagerAccessRoleArn: Match.anyValue(),
      AfterConnectScript: "SET session_replication_role='replica'",
      ExecuteTimeout: 600,
      MapBooleanAsBoolean: true,
    },
    Username: Match.absent(),
    Password: Match.absent(),
    ServerName: Match.absent(),
  });
});

test('its jobs share it: they make no endpoint and no role that writes staging', () => {
  expect(ofType(sales.resources, 'AWS::DMS::Endpoint')).toEqual([]);
  expect(JSON.stringify(sales.resources)).not.toContain('staging');
  for (const [, parameter] of ofType(sales.resources, 'AWS::SSM::Parameter'))
    expect(JSON.stringify(parameter)).toContain('lakeferry-dev-platform:TargetEndpointArn:warehouse');
  expect(JSON.stringify(platform.template.toJSON()['Outputs'])).toContain(
    'lakeferry-dev-platform:TargetEndpointArn:warehouse',
  );
});

test('the security group that the environment names lets the replication instance in, once where two connections share it', () => {
  expect(ofType(platform.resources, 'AWS::EC2::SecurityGroupIngress')).toHaveLength(1);
  platform.template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
    GroupId: 'sg-0a1b2c3d',
    IpProtocol: 'tcp',
    FromPort: 5433,
    ToPort: 5433,
    SourceSecurityGroupId: Match.anyValue(),
  });
});

test('an environment that names none gets no rule', () => {
  const plain = synthesize(samplePlan()).get('lakeferry-dev-platform');
  expect(ofType(plain?.resources ?? {}, 'AWS::EC2::SecurityGroupIngress')).toEqual([]);
});

test('a database that only files are loaded into has no endpoint of DMS', () => {
  const onlyLoads = synthesize(
    samplePlan({
      targets: [{ name: 'lake', engine: 's3' }, warehouse],
      departments: [sampleDepartment({ jobs: [sampleJob({ department: 'sales', job: 'one', tables })] })],
    }),
  ).get('lakeferry-dev-platform');
  if (onlyLoads === undefined) throw new Error('a stack is missing');
  const types = ofType(onlyLoads.resources, 'AWS::DMS::Endpoint').map(
    ([, { Properties }]) => Properties?.['EndpointType'],
  );
  expect(new Set(types)).toEqual(new Set(['source']));
});
