import { existingNetwork } from '../helpers/infra/sample-plans';
import { z } from 'zod';
import { ofType, synthesize } from '../helpers/infra/stacks';
import {
  sampleDepartment,
  sampleEnvironment,
  sampleJob,
  samplePlan,
  sampleSource,
} from '../helpers/runs/plan';

const arn = (rest: string) => `arn:aws:${rest}`;
const endpoint = (id: string) => arn(`dms:eu-west-1:123456789012:endpoint:${id}`);
const key = (id: string) => arn(`kms:eu-west-1:123456789012:key/${id}`);
const instance = arn('dms:eu-west-1:123456789012:rep:ERP');
const topic = arn('sns:eu-west-1:123456789012:data-alerts');
const role = (name: string) => arn(`iam::123456789012:role/${name}`);

const existing = {
  stagingBucket: { name: 'acme-staging', kmsKeyArn: key('staging') },
  lakeBucket: { name: 'acme-lake', kmsKeyArn: key('lake') },
  alertsTopicArn: topic,
};
const network = { ...existingNetwork, securityGroupId: 'sg-0a1b2c3d' };
const environment = sampleEnvironment({
  existing,
  network,
  replicationInstance: { arn: instance, identifier: 'erp-migration' },
});
const source = { arn: endpoint('SALES'), engine: 'postgres', databaseName: 'sales' } as const;
const job = (over: Parameters<typeof sampleJob>[1]) =>
  sampleJob({ department: 'sales', job: 'orders', tables: ['orders'] }, over);

const Policies = z.array(
  z.object({
    PolicyDocument: z.object({
      Statement: z.array(
        z.object({ Action: z.unknown(), Resource: z.unknown(), Condition: z.unknown().optional() }),
      ),
    }),
  }),
);

const planOf = (plan: Parameters<typeof samplePlan>[0], jobs = [job({})]) =>
  synthesize(samplePlan({ environment, departments: [sampleDepartment({ jobs })], ...plan }));

test('of an existing instance, endpoints, buckets, topic and group, nothing is in the templates', () => {
  const stacks = planOf(
    {
      sources: [sampleSource({ endpointArn: endpoint('SALES') })],
      targets: [{ name: 'files', engine: 's3', endpointArn: endpoint('FILES') }],
    },
    [job({ target: 'files', namedEndpoints: { source, target: { arn: endpoint('FILES') } } })],
  );
  const all = [...stacks.values()].flatMap(({ resources }) => Object.entries(resources));
  const types = all.map(([, { Type }]) => Type);
  expect(types.filter((type) => /^AWS::(DMS|EC2)::/.test(type))).toEqual([]);
  // The inbox of loads stays Lakeferry's own.
  expect(types.filter((type) => type === 'AWS::S3::Bucket')).toHaveLength(1);
  expect(types.filter((type) => type === 'AWS::SNS::Topic')).toEqual([]);
  // The removal of the environment empties it, and nothing of others.
  const platform = stacks.get('lakeferry-dev-platform')?.resources ?? {};
  const [[, removal] = []] = ofType(platform, 'Custom::LakeferryRemoval');
  expect(Object.keys(removal?.Properties ?? {}).sort()).toEqual([
    'InboxBucket',
    'ServiceTimeout',
    'ServiceToken',
  ]);
  const remover = ofType(platform, 'AWS::IAM::Role').find(([id]) => id.includes('PrepareRemoval'));
  expect(JSON.stringify(remover)).not.toContain('acme-staging');
  const department = JSON.stringify(stacks.get('lakeferry-dev-sales')?.resources);
  expect(department).toContain(instance);
  expect(department).not.toMatch(/ReplicationInstanceArn"|SourceEndpointArn|StagingBucketName/);
});

test('the functions may use the keys of existing buckets, each where it is needed', () => {
  const platform = planOf({}).get('lakeferry-dev-platform');
  const roles = ofType(platform?.resources ?? {}, 'AWS::IAM::Role');
  const check = 'CheckExistingCheckExisting';
  const usesKey = (id: string) =>
    roles.flatMap(([name, { Properties }]) =>
      (JSON.stringify(Properties?.['Policies']) ?? '').includes(`"${key(id)}"`)
        ? [name.replace(/Functions|Role.*/g, '')]
        : [],
    );
  expect(usesKey('staging').sort()).toEqual([check, 'CopyToLake', 'PublishSnapshot']);
  expect(usesKey('lake').sort()).toEqual([
    check,
    'CopyToLake',
    'PrepareRemoval',
    'PublishSnapshot',
    'ReportLeftovers',
  ]);
  const useTopic = roles.filter(([, { Properties }]) => JSON.stringify(Properties).includes(`"${topic}"`));
  expect(useTopic.map(([name]) => name.replace(/Functions|Role.*/g, '')).sort()).toEqual([
    check,
    'PollTasks',
    'ReportLeftovers',
  ]);
});

test('endpoints and roles of Lakeferry use an existing bucket and its key', () => {
  const department = planOf({}).get('lakeferry-dev-sales')?.resources ?? {};
  const writer = ofType(department, 'AWS::IAM::Role').find(([id]) => id.startsWith('StagingWriter'));
  expect(JSON.stringify(writer)).toContain(
    `{"Action":["kms:Decrypt","kms:GenerateDataKey"],"Effect":"Allow","Resource":"${key('staging')}"}`,
  );
  const [[, made] = []] = ofType(department, 'AWS::DMS::Endpoint');
  expect(made?.Properties?.['S3Settings']).toMatchObject({ BucketName: 'acme-staging' });
});

test('existing roles of DMS take the place of those that Lakeferry would create', () => {
  const roles = { stagingRoleArn: role('dms-writes'), secretsRoleArn: role('dms-reads') };
  const stacks = planOf({ environment: { ...environment, existing: { ...existing, ...roles } } });
  const all = [...stacks.values()].flatMap(({ resources }) => Object.entries(resources));
  expect(
    all.filter(([id, { Type }]) => Type === 'AWS::IAM::Role' && /StagingWriter|SecretReader/.test(id)),
  ).toEqual([]);
  const endpoints = all.filter(([, { Type }]) => Type === 'AWS::DMS::Endpoint');
  expect(endpoints.length).toBeGreaterThan(1);
  for (const [, { Properties }] of endpoints)
    expect(JSON.stringify(Properties)).toMatch(/role\/dms-(writes|reads)"/);
});

test('an existing endpoint of a PostgreSQL target is used by its ARN, and not created', () => {
  const target = {
    ...sampleSource({ name: 'backoffice' }),
    engine: 'postgres',
    endpointArn: endpoint('BACK'),
  } as const;
  const stacks = planOf({ targets: [target] }, [
    job({
      target: 'backoffice',
      targetEngine: 'postgres',
      namedEndpoints: { target: { arn: endpoint('BACK'), databaseName: 'sales' } },
    }),
  ]);
  const made = [...stacks.values()].flatMap(({ resources }) => ofType(resources, 'AWS::DMS::Endpoint'));
  expect(made.map(([, { Properties }]) => Properties?.['EndpointType'])).toEqual(['source', 'source']);
  const parameter = ofType(stacks.get('lakeferry-dev-sales')?.resources ?? {}, 'AWS::SSM::Parameter');
  expect(JSON.stringify(parameter)).toContain(endpoint('BACK'));
});

describe('a job that names its instance and endpoints', () => {
  const erp = { arn: arn('dms:eu-west-1:123456789012:rep:CRM'), identifier: 'crm' };
  const named = job({
    replicationInstance: erp,
    namedEndpoints: { source, target: { arn: endpoint('FILES') } },
  });
  const own = sampleJob({ department: 'sales', job: 'other', tables: ['items'] });
  const lakeferrys = { environment: sampleEnvironment(), sources: [sampleSource()] };
  const typesOf = (stack: string, jobs: Parameters<typeof planOf>[1]) =>
    Object.values(planOf(lakeferrys, jobs).get(stack)?.resources ?? {}).map(({ Type }) => Type);

  test('may be given exactly its ARNs, beside what has the tag of the environment', () => {
    const platform = planOf(lakeferrys, [named, own]).get('lakeferry-dev-platform');
    const allowed = ofType(platform?.resources ?? {}, 'AWS::IAM::Role').flatMap(([id, { Properties }]) =>
      Policies.parse(Properties?.['Policies'] ?? []).flatMap(({ PolicyDocument: { Statement } }) =>
        Statement.filter(({ Resource }) => JSON.stringify(Resource).includes('123456789012:')).map(
          ({ Action, Resource, Condition }) => [
            id.replace(/Functions|Role.*/g, ''),
            Action,
            Resource,
            ...(Condition === undefined ? [] : [Condition]),
          ],
        ),
      ),
    );
    const all = [endpoint('FILES'), endpoint('SALES'), erp.arn];
    expect(allowed).toEqual([
      ['CreateTask', 'dms:TestConnection', all],
      [
        'CreateTask',
        'dms:CreateReplicationTask',
        all,
        { StringEquals: { 'aws:RequestTag/lakeferry:environment': 'dev' } },
      ],
      ['CreateTask', 'dms:MoveReplicationTask', erp.arn],
      ['StartTask', 'dms:TestConnection', all],
      ['PollTasks', 'dms:TestConnection', all],
      ['CheckExistingCheckExisting', 'dms:TestConnection', all],
    ]);
    expect(JSON.stringify(platform?.resources)).not.toContain(instance);
  });

  test('has them in the input of its runs, with the identifier, and another job has not', () => {
    const stack = planOf(lakeferrys, [named, own]).get('lakeferry-dev-sales')?.resources ?? {};
    const [first, second] = ofType(stack, 'AWS::SSM::Parameter')
      .map(([, { Properties }]) => JSON.stringify(Properties?.['Value']))
      .filter((value) => value.includes('sourceEndpointArn'));
    for (const text of [erp.arn, 'replicationInstanceIdentifier', endpoint('SALES'), endpoint('FILES')]) {
      expect(first).toContain(text);
      expect(second).not.toContain(text);
    }
  });

  test('needs no endpoint of Lakeferry, which another job still has', () => {
    // That of the database is there for other jobs.
    expect(typesOf('lakeferry-dev-platform', [named])).toContain('AWS::DMS::Endpoint');
    expect(typesOf('lakeferry-dev-sales', [named])).not.toContain('AWS::DMS::Endpoint');
    expect(typesOf('lakeferry-dev-platform', [named, own])).toContain('AWS::DMS::Endpoint');
    expect(typesOf('lakeferry-dev-sales', [named, own])).toContain('AWS::DMS::Endpoint');
  });
});
