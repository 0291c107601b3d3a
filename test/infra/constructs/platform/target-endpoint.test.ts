import { Match } from 'aws-cdk-lib/assertions';
import type { PostgresTargetPlan } from '../../../../core/planning/connection-plan';
import { ofType, synthesize } from '../../../helpers/infra/stacks';
import { sampleDepartment, sampleJob, samplePlan, sampleSource } from '../../../helpers/runs/plan';

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

test('a database target has one endpoint, with its secret and sessions without foreign keys and triggers', () => {
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

test('its jobs share the endpoint, and have no endpoint or role for staging', () => {
  expect(ofType(sales.resources, 'AWS::DMS::Endpoint')).toEqual([]);
  expect(JSON.stringify(sales.resources)).not.toContain('staging');
  const jobs = ofType(sales.resources, 'AWS::SSM::Parameter').filter(([id]) => id.startsWith('Job'));
  expect(jobs.length).toBeGreaterThan(0);
  for (const [, parameter] of jobs)
    expect(JSON.stringify(parameter)).toContain('lakeferry-dev-platform:TargetEndpointArn:warehouse');
  expect(JSON.stringify(platform.template.toJSON()['Outputs'])).toContain(
    'lakeferry-dev-platform:TargetEndpointArn:warehouse',
  );
});

test('the security group that the environment names admits the replication instance, once for two connections that share it', () => {
  expect(ofType(platform.resources, 'AWS::EC2::SecurityGroupIngress')).toHaveLength(1);
  platform.template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
    GroupId: 'sg-0a1b2c3d',
    IpProtocol: 'tcp',
    FromPort: 5433,
    ToPort: 5433,
    SourceSecurityGroupId: Match.anyValue(),
  });
});

test('an environment that names no security group gets no rule', () => {
  const plain = synthesize(samplePlan()).get('lakeferry-dev-platform');
  expect(ofType(plain?.resources ?? {}, 'AWS::EC2::SecurityGroupIngress')).toEqual([]);
});

test('a database that no job writes into has its DMS endpoint, so that a job can', () => {
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
  expect(new Set(types)).toEqual(new Set(['source', 'target']));
});
