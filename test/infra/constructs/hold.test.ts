import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { HeldEndpoint, Hold } from '../../../infra/constructs/hold';
import {
  type SynthesizedStack,
  synthesize,
  synthesizeDepartments,
  testApp,
} from '../../helpers/infra/stacks';
import { sampleDepartment, sampleJob, samplePlan, sampleSource } from '../../helpers/runs/plan';

type Plan = ReturnType<typeof samplePlan>;

/** The hold of a stack, and the types of what depends on it. */
function holdOf({ resources }: SynthesizedStack) {
  const all = Object.entries(resources);
  const holds = all.filter(([, { Type }]) => Type === 'Custom::LakeferryHold');
  const [[id, hold] = ['', undefined]] = holds;
  const depend = all.filter(([, { DependsOn = [] }]) => [DependsOn].flat().includes(id));
  const hashes = (kind: 'Endpoints' | 'Instances' | 'EngineVersions') => Object(hold?.Properties?.[kind]);
  return {
    count: holds.length,
    properties: hold?.Properties,
    endpoints: hashes('Endpoints'),
    instances: hashes('Instances'),
    engineVersions: hashes('EngineVersions'),
    after: [hold?.DependsOn ?? []].flat(),
    free: all
      .filter(([, { DependsOn = [] }]) => ![DependsOn].flat().includes(id))
      .map(([own]) => own)
      .filter((own) => own !== id),
    depend: [...new Set(depend.map(([, { Type }]) => Type))].sort(),
    roles: depend
      .filter(([, { Type }]) => Type === 'AWS::IAM::Role')
      .map(([own]) => own.replace(/[0-9A-F]{8}$/, ''))
      .sort(),
    /** Roles by which DMS reads logins for the endpoints of the stack. */
    readers: all
      .filter(([, { Type }]) => Type === 'AWS::DMS::Endpoint')
      .flatMap(([, { Properties }]) => JSON.stringify(Properties).match(/\w+SecretReader[0-9A-F]{8}/g) ?? []),
  };
}

function stackIn(stacks: ReadonlyMap<string, SynthesizedStack>, name: string): SynthesizedStack {
  const stack = stacks.get(name);
  if (stack === undefined) throw new Error(`there is no stack ${name}`);
  return stack;
}

const departmentOf = (...jobs: ReturnType<typeof job>[]) =>
  holdOf(
    stackIn(
      synthesizeDepartments(samplePlan({ departments: [sampleDepartment({ jobs })] })),
      'lakeferry-dev-sales',
    ),
  );
const platformOf = (plan: Plan) => holdOf(stackIn(synthesize(plan), 'lakeferry-dev-platform'));
const job = (over: Parameters<typeof sampleJob>[1] = {}) =>
  sampleJob({ department: 'sales', job: 'orders-daily', tables: ['orders'] }, over);
const identifier = 'dev-sales-orders-daily-target';

test('all of a department waits for its one hold, which may refuse the deployment', () => {
  const other = sampleJob({ department: 'sales', job: 'customers', tables: ['customers'] });
  const hold = departmentOf(job(), other);
  expect(hold).toMatchObject({ count: 1, free: [] });
  expect(hold.depend).toContain('AWS::DMS::Endpoint');
  expect(hold.properties).toEqual({
    ServiceToken: { 'Fn::ImportValue': 'lakeferry-dev-platform:HoldTasksFunctionArn' },
    ServiceTimeout: '3600',
    Endpoints: {
      [identifier]: expect.stringMatching(/^[0-9a-f]{16}$/),
      'dev-sales-customers-target': expect.stringMatching(/^[0-9a-f]{16}$/),
    },
    Jobs: {
      'sales/orders-daily': { mode: 'full-load', source: 'sales-db', startFrom: 'now' },
      'sales/customers': { mode: 'full-load', source: 'sales-db', startFrom: 'now' },
    },
  });
});

test('a department whose jobs only write into databases has a hold, too', () => {
  const { count, properties, free } = departmentOf(job({ targetEngine: 'postgres', target: 'warehouse' }));
  expect([count, free]).toEqual([1, []]);
  expect(properties).toMatchObject({ Jobs: { 'sales/orders-daily': { target: 'warehouse' } } });
  expect(properties).not.toHaveProperty('Endpoints');
});

test.each<[string, Parameters<typeof job>[0], boolean]>([
  ['a setting of its target', { targetSettings: { ...job().targetSettings, CdcMaxBatchInterval: 10 } }, true],
  ['a tag', { tags: { team: 'x' } }, true],
  ['a table', { tableMappings: { rules: [] } }, false],
  ['its schedule', { schedule: { expression: 'cron(0 5 * * ? *)', timeZone: 'UTC' } }, false],
])('%s of a job changes the hash of its endpoint: %#', (_name, over, changes) => {
  const [before, after] = [departmentOf(job()), departmentOf(job(over))];
  expect(after.endpoints[identifier] !== before.endpoints[identifier]).toBe(changes);
});

describe('a platform', () => {
  const plain = platformOf(samplePlan());

  test('has one hold for its instance and its endpoints, which waits for the poll that knows holds', () => {
    expect(plain.depend).toEqual([
      'AWS::DMS::Endpoint',
      'AWS::DMS::ReplicationInstance',
      'AWS::IAM::Policy',
      'AWS::IAM::Role',
      // The first to be deleted, so it depends on all.
      'Custom::LakeferryRemoval',
    ]);
    expect(plain.after.map((id) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual(['FunctionsPollTasks']);
    expect(Object.keys(plain.instances)).toEqual(['lakeferry-dev']);
    expect(plain.properties).toMatchObject({ Engines: { 'sales-db': 'postgres' } });
    const { replicationInstance } = samplePlan().environment;
    expect(replicationInstance).toMatchObject({ engineVersion: plain.engineVersions['lakeferry-dev'] });
  });

  test('changes the hash of a source that changes, and no other', () => {
    const changed = platformOf(samplePlan({ sources: [sampleSource({ sslMode: 'verify-full' })] }));
    const { endpointIdentifier } = sampleSource();
    expect(changed.endpoints[endpointIdentifier]).toMatch(/^[0-9a-f]{16}$/);
    expect(changed.endpoints[endpointIdentifier]).not.toBe(plain.endpoints[endpointIdentifier]);
    expect(changed.instances).toEqual(plain.instances);
  });

  test('changes no role that reads a secret before the hold is answered', () => {
    const target = { ...sampleSource({ name: 'warehouse' }), engine: 'postgres' } as const;
    const job = sampleJob(
      { department: 'sales', job: 'orders-daily', tables: ['orders'] },
      { targetEngine: 'postgres', target: target.name },
    );
    const plan = samplePlan({ targets: [target], departments: [sampleDepartment({ jobs: [job] })] });
    const { roles, readers } = platformOf(plan);
    expect(readers).toHaveLength(3);
    expect(roles).toEqual(
      ['FunctionsCheckSourceRole', 'FunctionsLoadCsvRole', ...readers.map((id) => id.slice(0, -8))].sort(),
    );
  });
});

test('a permission of DMS changes the hash of its endpoint, and waits for the hold', () => {
  const hashWith = (action: string) => {
    const stack = new Stack(testApp(), 'stack');
    const hold = new Hold(stack, 'Hold', 'arn:aws:lambda:eu-west-1:000000000000:function:hold-tasks');
    const settings = { endpointType: 'source', engineName: 'postgres' };
    const role = new CfnRole(stack, 'Role', {
      assumeRolePolicyDocument: {},
      policies: [{ policyName: 'Read', policyDocument: { Statement: [{ Action: action }] } }],
    });
    hold.endpoint('sales-db', new HeldEndpoint(stack, 'Endpoint', settings), role);
    const { Resources: resources } = Template.fromStack(stack).toJSON();
    return holdOf({
      name: 'stack',
      terminationProtection: false,
      template: Template.fromStack(stack),
      resources,
    });
  };
  const [one, other] = [hashWith('kms:Decrypt'), hashWith('kms:DescribeKey')];
  expect([one.free, one.depend]).toEqual([[], ['AWS::DMS::Endpoint', 'AWS::IAM::Role']]);
  expect(one.endpoints['sales-db']).not.toBe(other.endpoints['sales-db']);
});
