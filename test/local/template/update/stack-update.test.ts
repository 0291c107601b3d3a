// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of CloudFormation
import { rmSync } from 'node:fs';
import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { DrivenClock } from '../../../../local/clock';
import { type LocalCloud, startLocalCloud } from '../../../../local/cloud';
import { until } from '../../../helpers/run/until';
import { type TestStack, writeAssembly } from '../../../helpers/local/assembly';

let cloud: LocalCloud;
let formation: CloudFormation;
beforeAll(async () => {
  cloud = await startLocalCloud({ clock: new DrivenClock(new Date('2026-03-01T10:00:00Z')) });
  const { url, region, operatorCredentials: credentials } = cloud;
  formation = new CloudFormation({ endpoint: url, region, credentials, maxAttempts: 1 });
});
afterAll(() => cloud.stop());

async function deployAll(...stacks: readonly TestStack[]): Promise<void> {
  const assembly = writeAssembly(stacks);
  await cloud.deploy(assembly).finally(() => rmSync(assembly, { recursive: true }));
}
const deploy = (name: string, Resources: object, Outputs: object = {}): Promise<void> =>
  deployAll({ name, template: { Resources, Outputs } });

const parameter = (name: string, value: unknown, more: object = {}) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Name: name, Type: 'String', Value: value },
  ...more,
});
/** A value that Parameter Store refuses. */
const tooLong = 'x'.repeat(5000);
const bucket = (BucketName?: string, more: object = {}) => ({
  Type: 'AWS::S3::Bucket',
  Properties: BucketName === undefined ? {} : { BucketName },
  ...more,
});
const topic = (DisplayName: string, more: object = {}) => ({
  Type: 'AWS::SNS::Topic',
  Properties: { DisplayName, ...more },
});

const value = async (Name: string): Promise<unknown> => {
  const caller = { accessKeyId: '', principalArn: '' };
  const found: unknown = await cloud.ssm.operations['GetParameters']?.({ Names: [Name] }, caller);
  return JSON.parse(JSON.stringify(found)).Parameters[0]?.Value;
};
const buckets = (start: string): readonly string[] =>
  cloud.s3.objects
    .buckets()
    .map(({ name }) => name)
    .filter((name) => name.startsWith(start));

/** Events since the last deployment began, oldest first: `<logical ID> <status>`, and the reason where there is one. */
async function events(StackName: string): Promise<readonly string[]> {
  const { StackEvents = [] } = await formation.describeStackEvents({ StackName });
  const oldestFirst = StackEvents.reverse();
  const begin = oldestFirst.findLastIndex(
    ({ LogicalResourceId, ResourceStatus }) =>
      LogicalResourceId === StackName && /^(CREATE|UPDATE)_IN_PROGRESS$/.test(ResourceStatus ?? ''),
  );
  return oldestFirst
    .slice(begin)
    .map(({ LogicalResourceId, ResourceStatus, ResourceStatusReason: reason }) =>
      [LogicalResourceId, ResourceStatus, ...(reason === undefined ? [] : [`(${reason})`])].join(' '),
    );
}
const describeStack = async (StackName: string) =>
  (await formation.describeStacks({ StackName })).Stacks?.[0];

test('an update changes what depends on each other in order, and deletes at the end, dependents first', async () => {
  await deploy('order', {
    Old: parameter('/order/old', '1'),
    Needing: parameter('/order/needing', { Ref: 'Old' }),
    B: parameter('/order/b', { 'Fn::Sub': 'of ${A.Value}' }),
    A: parameter('/order/a', '1'),
    Same: parameter('/order/same', '1'),
  });
  await deploy('order', {
    B: parameter('/order/b', { 'Fn::Sub': 'of ${A.Value}' }),
    A: parameter('/order/a', '2'),
    Same: parameter('/order/same', '1'),
    New: parameter('/order/new', '1', { DependsOn: 'B' }),
  });
  expect(await value('/order/b')).toBe('of 2');
  expect(await events('order')).toEqual([
    'order UPDATE_IN_PROGRESS',
    'A UPDATE_IN_PROGRESS',
    'A UPDATE_COMPLETE',
    'B UPDATE_IN_PROGRESS',
    'B UPDATE_COMPLETE',
    'New CREATE_IN_PROGRESS',
    'New CREATE_COMPLETE',
    'order UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
    'Needing DELETE_IN_PROGRESS',
    'Needing DELETE_COMPLETE',
    'Old DELETE_IN_PROGRESS',
    'Old DELETE_COMPLETE',
    'order UPDATE_COMPLETE',
  ]);
});

test('a replacement is created before the old resource is deleted, and the others refer to it', async () => {
  const resources = (name: string) => ({
    Bucket: bucket(name),
    Reader: parameter('/replaced/bucket', { Ref: 'Bucket' }),
  });
  await deploy('replaced', resources('replaced-one'));
  await deploy('replaced', resources('replaced-two'));
  expect([await value('/replaced/bucket'), buckets('replaced-')]).toEqual(['replaced-two', ['replaced-two']]);
  expect(await events('replaced')).toEqual([
    'replaced UPDATE_IN_PROGRESS',
    'Bucket UPDATE_IN_PROGRESS (Requested update requires the creation of a new physical resource.)',
    'Bucket UPDATE_COMPLETE',
    'Reader UPDATE_IN_PROGRESS',
    'Reader UPDATE_COMPLETE',
    'replaced UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
    'Bucket DELETE_IN_PROGRESS',
    'Bucket DELETE_COMPLETE',
    'replaced UPDATE_COMPLETE',
  ]);
});

test('a replacement with a generated name gets another one', async () => {
  const rule = (EventBusName: object) => ({
    Type: 'AWS::Events::Rule',
    Properties: { EventBusName, EventPattern: { source: ['a'] } },
  });
  const bus = (Name: string) => ({ Type: 'AWS::Events::EventBus', Properties: { Name } });
  await deploy('generated', { One: bus('one'), Two: bus('two'), Rule: rule({ Ref: 'One' }) });
  const first = cloud.stacks.find('generated')?.resources.get('Rule')?.deployed.ref;
  await deploy('generated', { One: bus('one'), Two: bus('two'), Rule: rule({ Ref: 'Two' }) });
  const second = cloud.stacks.find('generated')?.resources.get('Rule')?.deployed.ref;
  expect([first, second]).toEqual([expect.stringMatching(/^one\|/), expect.stringMatching(/^two\|/)]);
  expect(first?.split('|')[1]).not.toBe(second?.split('|')[1]);
});

test('a replaced resource that UpdateReplacePolicy retains stays', async () => {
  const retained = { UpdateReplacePolicy: 'Retain' };
  await deploy('retained', { Bucket: bucket('retained-one', retained) });
  await deploy('retained', { Bucket: bucket('retained-two', retained) });
  expect(buckets('retained-')).toEqual(['retained-one', 'retained-two']);
  expect(await events('retained')).toContain('Bucket DELETE_SKIPPED');
});

test('what the cleanup cannot delete exists, and is no longer in the stack', async () => {
  await deploy('stuck', { Bucket: bucket('stuck-one') });
  await cloud.s3.objects.put('stuck-one', 'k', Buffer.from('x'));
  await deploy('stuck', { Bucket: bucket('stuck-two') });
  expect(await describeStack('stuck')).toMatchObject({
    StackStatus: 'UPDATE_COMPLETE',
    StackStatusReason: 'Update successful. One or more resources could not be deleted.',
  });
  await cloud.s3.objects.delete('stuck-one', 'k');
  await deploy('stuck', { Bucket: bucket('stuck-two') });
  expect(await events('stuck')).toEqual([
    'stuck UPDATE_IN_PROGRESS',
    'stuck UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
    'stuck UPDATE_COMPLETE',
  ]);
  expect(buckets('stuck-')).toEqual(['stuck-one', 'stuck-two']);
});

test('the name of an endpoint that the cleanup could not delete is taken', async () => {
  const endpoint = (EndpointIdentifier: string, EndpointType: 'source' | 'target') => ({
    Type: 'AWS::DMS::Endpoint',
    Properties: {
      ...{ EndpointIdentifier, EndpointType },
      ...(EndpointType === 'target'
        ? { EngineName: 's3', S3Settings: { BucketName: 'lake' } }
        : { EngineName: 'postgres', DatabaseName: 'sales' }),
    },
  });
  const kept = {
    Source: endpoint('taken-source', 'source'),
    Instance: {
      Type: 'AWS::DMS::ReplicationInstance',
      Properties: { ReplicationInstanceIdentifier: 'taken', ReplicationInstanceClass: 'dms.t3.medium' },
    },
  };
  const all = { ...kept, Target: endpoint('taken-target', 'target') };
  await deploy('taken', all);
  const arn = (id: string) => cloud.stacks.find('taken')?.resources.get(id)?.deployed.ref;
  const rule = { 'rule-type': 'selection', 'rule-id': '1', 'rule-name': '1', 'rule-action': 'include' };
  const caller = { accessKeyId: '', principalArn: '' };
  await cloud.dms.operations['CreateReplicationTask']?.(
    {
      ReplicationTaskIdentifier: 'taken',
      SourceEndpointArn: arn('Source'),
      TargetEndpointArn: arn('Target'),
      ReplicationInstanceArn: arn('Instance'),
      MigrationType: 'full-load',
      TableMappings: JSON.stringify({
        rules: [{ ...rule, 'object-locator': { 'schema-name': 'sales', 'table-name': 'orders' } }],
      }),
    },
    caller,
  );
  await deploy('taken', kept);
  expect(await events('taken')).toContainEqual(
    expect.stringMatching(/^Target DELETE_FAILED \(.*is part of one or more replication tasks/),
  );
  await expect(deploy('taken', all)).rejects.toThrow(
    /taken-target already exists.*taken is as it was before \(UPDATE_ROLLBACK_COMPLETE\)/s,
  );
});

test('a replacement under the same explicit name is refused, and nothing changes', async () => {
  const queue = (more: object) => ({ Type: 'AWS::SQS::Queue', Properties: { QueueName: 'named', ...more } });
  await deploy('named', { Queue: queue({}), A: parameter('/named/a', '1') });
  await expect(
    deploy('named', { Queue: queue({ FifoQueue: true }), A: parameter('/named/a', '2') }),
  ).rejects.toThrow(
    'named/Queue (AWS::SQS::Queue): CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename named and update the stack again.\nnamed is as it was before (UPDATE_ROLLBACK_COMPLETE)',
  );
  expect([await value('/named/a'), cloud.sqs.find('named') !== undefined]).toEqual(['1', true]);
});

test('an endpoint keeps a setting that is no longer in the template, as ModifyEndpoint merges settings', async () => {
  const endpoint = (settings: object) => ({
    Type: 'AWS::DMS::Endpoint',
    Properties: {
      EndpointIdentifier: 'merged',
      EndpointType: 'target',
      EngineName: 's3',
      S3Settings: { BucketName: 'lake', ...settings },
    },
  });
  await deploy('merged', { Endpoint: endpoint({ BucketFolder: 'a', CdcMaxBatchInterval: 60 }) });
  await deploy('merged', { Endpoint: endpoint({ BucketFolder: 'b' }) });
  const caller = { accessKeyId: '', principalArn: '' };
  const Filters = [{ Name: 'endpoint-id', Values: ['merged'] }];
  expect(await cloud.dms.operations['DescribeEndpoints']?.({ Filters }, caller)).toMatchObject({
    Endpoints: [{ S3Settings: { BucketFolder: 'b', CdcMaxBatchInterval: 60 } }],
  });
});

test('resources of DMS get the tags of the template, and a rollback puts them back', async () => {
  const Tags = (tags: object) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const resources = (tags: object, more: object = {}, path = '/tagged') => ({
    Subnets: {
      Type: 'AWS::DMS::ReplicationSubnetGroup',
      Properties: {
        ReplicationSubnetGroupIdentifier: 'tagged',
        ReplicationSubnetGroupDescription: 'of a test',
        SubnetIds: ['subnet-1', 'subnet-2'],
        Tags: Tags(tags),
      },
    },
    Endpoint: {
      Type: 'AWS::DMS::Endpoint',
      Properties: {
        ...{ EndpointIdentifier: 'tagged', EndpointType: 'target', EngineName: 's3', Tags: Tags(tags) },
        S3Settings: { BucketName: 'lake', ...more },
      },
    },
    A: parameter('/tagged/a', path, { DependsOn: ['Endpoint', 'Subnets'] }),
  });
  const caller = { accessKeyId: '', principalArn: '' };
  const call = async (name: string, input: object): Promise<object> =>
    Object(await cloud.dms.operations[name]?.({ ...input }, caller));
  const tags = async () => {
    const { Endpoints } = JSON.parse(JSON.stringify(await call('DescribeEndpoints', {})));
    const own = Endpoints.find((one: Record<string, string>) => one['EndpointIdentifier'] === 'tagged');
    const ResourceArnList = [own.EndpointArn, 'arn:aws:dms:eu-west-1:000000000000:subgrp:tagged'];
    const { TagList } = JSON.parse(JSON.stringify(await call('ListTagsForResource', { ResourceArnList })));
    const texts = TagList.map(({ Key, Value }: Record<string, string>) => `${Key}=${Value}`);
    return [own.S3Settings.BucketFolder, texts.join(' ')];
  };
  await deploy('tagged', resources({ a: '1', b: '1' }, { BucketFolder: 'one' }));
  await deploy('tagged', resources({ a: '2', c: '1' }, { BucketFolder: 'two' }));
  expect(await tags()).toEqual(['two', 'a=2 c=1 a=2 c=1']);
  await expect(deploy('tagged', resources({ d: '1' }, { BucketFolder: 'three' }, tooLong))).rejects.toThrow(
    'tagged is as it was before (UPDATE_ROLLBACK_COMPLETE)',
  );
  expect(await tags()).toEqual(['two', 'a=2 c=1 a=2 c=1']);
});

test('an update of a type whose replacing properties are not known is refused by name', async () => {
  const pool = (Name: string) => ({ Type: 'AWS::EC2::IPAMPool', Properties: { Name } });
  await deploy('unknown', { Pool: pool('a') });
  await expect(deploy('unknown', { Pool: pool('b') })).rejects.toThrow(
    'an update of AWS::EC2::IPAMPool, whose replacing properties are not known is not supported',
  );
});

test('the type of a resource cannot change', async () => {
  await deploy('typed', { A: parameter('/typed', '1') });
  await expect(deploy('typed', { A: bucket('typed') })).rejects.toThrow(
    'Update of resource type is not permitted. The new template modifies resource type of the following resources: [A]',
  );
  expect(await describeStack('typed')).toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
});

describe('a failed update', () => {
  const before = {
    A: parameter('/failed/a', '1'),
    B: parameter('/failed/b', { 'Fn::GetAtt': ['A', 'Value'] }),
    Bucket: bucket('failed-old'),
    Topic: topic('old'),
    Gone: parameter('/failed/gone', '1'),
  };

  it('puts everything back in order, deletes what is new, and leaves the outputs as they were', async () => {
    await deploy('failed', before, { Out: { Value: 'old' } });
    const failing = {
      A: parameter('/failed/a', '2'),
      B: parameter('/failed/b', { 'Fn::GetAtt': ['A', 'Value'] }),
      Bucket: bucket('failed-new'),
      Topic: topic('new'),
      New: parameter('/failed/new', '1'),
      Broken: parameter('/failed/broken', tooLong, { DependsOn: ['A', 'B', 'Bucket', 'Topic', 'New'] }),
    };
    await expect(deploy('failed', failing, { Out: { Value: 'new' } })).rejects.toThrow(
      /^failed\/Broken \(AWS::SSM::Parameter\): .*4,?096.*\nfailed is as it was before \(UPDATE_ROLLBACK_COMPLETE\)$/,
    );
    const left = await Promise.all(
      ['/failed/a', '/failed/b', '/failed/gone', '/failed/new', '/failed/broken'].map(value),
    );
    expect(left).toEqual(['1', '1', '1', undefined, undefined]);
    expect(buckets('failed-')).toEqual(['failed-old']);
    const ids = [...(cloud.stacks.find('failed')?.resources.keys() ?? [])].sort();
    expect(ids).toEqual(Object.keys(before).sort());
    expect((await describeStack('failed'))?.Outputs).toMatchObject([{ OutputValue: 'old' }]);
    const { TemplateBody = '' } = await formation.getTemplate({ StackName: 'failed' });
    expect(JSON.parse(TemplateBody).Resources).toHaveProperty('Gone');
    const said = (await events('failed')).map((line) => line.replace(/\(.*4,?096.*\)/, '(too long)'));
    expect(said.slice(said.indexOf('Broken CREATE_IN_PROGRESS'))).toEqual([
      'Broken CREATE_IN_PROGRESS',
      'Broken CREATE_FAILED (too long)',
      'failed UPDATE_ROLLBACK_IN_PROGRESS (The following resource(s) failed to create: [Broken]. )',
      'A UPDATE_IN_PROGRESS',
      'A UPDATE_COMPLETE',
      'B UPDATE_IN_PROGRESS',
      'B UPDATE_COMPLETE',
      'Bucket UPDATE_IN_PROGRESS',
      'Bucket UPDATE_COMPLETE',
      'Topic UPDATE_IN_PROGRESS',
      'Topic UPDATE_COMPLETE',
      'failed UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'New DELETE_IN_PROGRESS',
      'New DELETE_COMPLETE',
      'Bucket DELETE_IN_PROGRESS',
      'Bucket DELETE_COMPLETE',
      'failed UPDATE_ROLLBACK_COMPLETE',
    ]);
  });

  it('can be followed by an update that succeeds', async () => {
    await deploy('failed', { ...before, A: parameter('/failed/a', '3') });
    expect([await value('/failed/b'), (await describeStack('failed'))?.StackStatus]).toEqual([
      '3',
      'UPDATE_COMPLETE',
    ]);
  });

  it('keeps new resources that are to be retained, unless the policy excepts creations', async () => {
    await expect(
      deploy('failed', {
        ...before,
        Kept: bucket('failed-kept', { DeletionPolicy: 'Retain' }),
        Lost: bucket('failed-lost', { DeletionPolicy: 'RetainExceptOnCreate' }),
        Broken: parameter('/failed/broken', tooLong, { DependsOn: ['Kept', 'Lost'] }),
      }),
    ).rejects.toThrow('4');
    expect(buckets('failed-')).toEqual(['failed-kept', 'failed-old']);
  });
});

test('a resource that does not return leaves UPDATE_ROLLBACK_FAILED, until the rollback is continued', async () => {
  const stack = (a: string, b: string) => ({
    A: parameter('/returns/a', a),
    B: parameter('/returns/b', b, { DependsOn: 'A' }),
  });
  await deploy('returns', stack('1', '1'));
  const put = cloud.ssm.put.bind(cloud.ssm);
  const refusing = jest.spyOn(cloud.ssm, 'put').mockImplementation((name, text, ...more) => {
    if (name === '/returns/a' && text === '1') throw new Error('it is in use');
    return put(name, text, ...more);
  });
  await expect(deploy('returns', stack('2', tooLong))).rejects.toThrow(
    /returns could not be rolled back \(UPDATE_ROLLBACK_FAILED\): A \(AWS::SSM::Parameter\): it is in use$/,
  );
  expect(await describeStack('returns')).toMatchObject({
    StackStatus: 'UPDATE_ROLLBACK_FAILED',
    StackStatusReason: 'The following resource(s) failed to update: [A]. ',
  });
  await expect(deploy('returns', stack('3', '3'))).rejects.toThrow('is in UPDATE_ROLLBACK_FAILED');
  refusing.mockRestore();
  await formation.continueUpdateRollback({ StackName: 'returns' });
  await until(
    'the end of the rollback',
    async () => (await describeStack('returns'))?.StackStatus === 'UPDATE_ROLLBACK_COMPLETE',
  );
  expect(await value('/returns/a')).toBe('1');
  await expect(formation.continueUpdateRollback({ StackName: 'returns' })).rejects.toThrow(
    'can not continue update rollback',
  );
  await deploy('returns', stack('3', '3'));
  expect([await value('/returns/a'), (await describeStack('returns'))?.StackStatus]).toEqual([
    '3',
    'UPDATE_COMPLETE',
  ]);
});

test('a failed creation deletes what it has made, and the next deployment creates the stack again', async () => {
  const resources = (text: string) => ({
    Bucket: bucket('made-one'),
    Broken: parameter('/made', text, { DependsOn: 'Bucket' }),
  });
  await expect(deploy('made', resources(tooLong))).rejects.toThrow(
    /made was not created; nothing of it is left \(ROLLBACK_COMPLETE\)$/,
  );
  const { StackId: first, StackStatus } = (await describeStack('made')) ?? {};
  expect([StackStatus, buckets('made-')]).toEqual(['ROLLBACK_COMPLETE', []]);
  await deploy('made', resources('1'));
  expect(await describeStack('made')).toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
  expect((await describeStack('made'))?.StackId).not.toBe(first);
});

describe('an export that another stack imports', () => {
  const exporting = (Outputs: object): TestStack => ({
    name: 'exporting',
    template: { Resources: { A: parameter('/exporting', '1'), B: parameter('/exporting/b', '1') }, Outputs },
  });
  const output = (Value: unknown) => ({ Name: { Value, Export: { Name: 'exporting:Name' } } });
  const importing: TestStack = {
    name: 'importing',
    dependsOn: ['exporting'],
    template: { Resources: { C: parameter('/importing', { 'Fn::ImportValue': 'exporting:Name' }) } },
  };

  it('can neither leave the template nor get another value', async () => {
    await deployAll(exporting(output({ Ref: 'A' })), importing);
    await expect(deployAll(exporting({}))).rejects.toThrow(
      'Export exporting:Name cannot be deleted as it is in use by importing\nexporting is as it was before',
    );
    expect((await events('exporting'))[1]).toBe(
      'exporting UPDATE_ROLLBACK_IN_PROGRESS (Export exporting:Name cannot be deleted as it is in use by importing)',
    );
    await expect(deployAll(exporting(output({ Ref: 'B' })))).rejects.toThrow(
      'cannot be updated as it is in use',
    );
    expect(await describeStack('exporting')).toMatchObject({
      StackStatus: 'UPDATE_ROLLBACK_COMPLETE',
      Outputs: [{ OutputValue: '/exporting' }],
    });
  });

  it('can leave once nobody imports it', async () => {
    await deployAll({
      ...importing,
      dependsOn: [],
      template: { Resources: { C: parameter('/importing', '1') } },
    });
    await deployAll(exporting({}));
    expect((await describeStack('exporting'))?.Outputs ?? []).toEqual([]);
  });
});

test('the message of a failure names the stacks that were deployed before', async () => {
  const first: TestStack = { name: 'before-one', template: { Resources: { A: parameter('/one', '1') } } };
  const second = { name: 'before-two', template: { Resources: { A: parameter('/two', tooLong) } } };
  await expect(deployAll(first, second)).rejects.toThrow(/\nbefore-one was deployed before$/);
});
