import { rmSync } from 'node:fs';
import { CloudFormation, DeletionMode, type StackResourceSummary } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { DrivenClock } from '../../../local/clock';
import { type LocalCloud, startLocalCloud } from '../../../local/cloud';
import { type TestStack, writeAssembly } from '../../helpers/local/assembly';
import { until } from '../../helpers/run/until';

let cloud: LocalCloud;
let formation: CloudFormation;
beforeEach(async () => {
  cloud = await startLocalCloud({ clock: new DrivenClock(new Date('2026-03-01T10:00:00Z')) });
  const { url, region, operatorCredentials: credentials } = cloud;
  formation = new CloudFormation({ endpoint: url, region, credentials, maxAttempts: 1 });
});
afterEach(() => cloud.stop());

async function deploy(...stacks: readonly TestStack[]): Promise<void> {
  const assembly = writeAssembly(stacks);
  await cloud.deploy(assembly).finally(() => rmSync(assembly, { recursive: true }));
}

const bucket = (name: string, more: object = {}) => ({
  Type: 'AWS::S3::Bucket',
  Properties: { BucketName: name },
  ...more,
});
const parameter = (name: string, value: unknown, more: object = {}) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Name: name, Type: 'String', Value: value },
  ...more,
});

/** Deletes the stack and waits for the end. Returns its description by its id. */
async function destroy(
  StackName: string,
  more: { RetainResources?: string[]; DeletionMode?: DeletionMode } = {},
) {
  const id = cloud.stacks.find(StackName)?.id;
  await formation.deleteStack({ StackName, ...more });
  const describe = async () => (await formation.describeStacks({ StackName: id })).Stacks?.[0];
  await until(
    'the end of the deletion',
    async () => (await describe())?.StackStatus !== 'DELETE_IN_PROGRESS',
  );
  return describe();
}

const left = async (StackName: string): Promise<readonly unknown[]> =>
  ((await formation.listStackResources({ StackName })).StackResourceSummaries ?? []).map(
    ({ LogicalResourceId }: StackResourceSummary) => LogicalResourceId,
  );

test('resources are deleted last created first, and then the stack', async () => {
  await deploy({
    name: 'app',
    template: {
      Resources: { B: parameter('/b', { Ref: 'A' }), A: bucket('a-bucket'), C: parameter('/c', '1') },
    },
  });
  const id = cloud.stacks.find('app')?.id;
  expect(await destroy('app')).toMatchObject({ StackStatus: 'DELETE_COMPLETE', StackName: 'app' });
  const { StackEvents = [] } = await formation.describeStackEvents({ StackName: id });
  const ends = StackEvents.filter(({ ResourceStatus }) => ResourceStatus === 'DELETE_COMPLETE').reverse();
  expect(ends.map(({ LogicalResourceId }) => LogicalResourceId)).toEqual(['C', 'B', 'A', 'app']);
  await expect(formation.describeStacks({ StackName: 'app' })).rejects.toThrow('does not exist');
  const { StackSummaries } = await formation.listStacks({ StackStatusFilter: ['DELETE_COMPLETE'] });
  expect(StackSummaries).toMatchObject([{ StackId: id, DeletionTime: new Date('2026-03-01T10:00:00Z') }]);
  expect(cloud.s3.objects.hasBucket('a-bucket')).toBe(false);
});

test('a stack that does not exist is no error, and its name can be used again', async () => {
  await formation.deleteStack({ StackName: 'app' });
  const template = { Resources: { A: parameter('/a', '1') } };
  await deploy({ name: 'app', template });
  await destroy('app');
  await deploy({ name: 'app', template });
  expect(await left('app')).toEqual(['A']);
});

test.each(['Retain', 'RetainExceptOnCreate'])(
  'a resource with the policy %s stays',
  async (DeletionPolicy) => {
    await deploy({
      name: 'app',
      template: { Resources: { A: bucket('kept', { DeletionPolicy }), B: bucket('gone') } },
    });
    const id = cloud.stacks.find('app')?.id;
    expect(await destroy('app')).toMatchObject({ StackStatus: 'DELETE_COMPLETE' });
    expect(['kept', 'gone'].map((name) => cloud.s3.objects.hasBucket(name))).toEqual([true, false]);
    const { StackEvents = [] } = await formation.describeStackEvents({ StackName: id });
    expect(StackEvents).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ LogicalResourceId: 'A', ResourceStatus: 'DELETE_SKIPPED' }),
      ]),
    );
  },
);

test('a policy that only changes counts, also where a resource leaves the template', async () => {
  await deploy({ name: 'app', template: { Resources: { A: bucket('kept'), B: parameter('/b', '1') } } });
  const Resources = { A: bucket('kept', { DeletionPolicy: 'Retain' }), B: parameter('/b', '1') };
  await deploy({ name: 'app', template: { Resources } });
  await deploy({ name: 'app', template: { Resources: { B: parameter('/b', '1') } } });
  expect(await left('app')).toEqual(['B']);
  expect(cloud.s3.objects.hasBucket('kept')).toBe(true);
});

describe('a bucket with objects', () => {
  beforeEach(async () => {
    await deploy({
      name: 'app',
      template: {
        Resources: {
          P: parameter('/p', 'full'),
          A: bucket('full', { DependsOn: 'P' }),
          B: parameter('/b', '1'),
        },
      },
    });
    await cloud.s3.objects.put('full', 'key', Buffer.from('x'));
  });

  it('leaves the stack as failed, with what the bucket needs', async () => {
    expect(await destroy('app')).toMatchObject({
      StackStatus: 'DELETE_FAILED',
      StackStatusReason: 'The following resource(s) failed to delete: [A]. ',
    });
    expect(await left('app')).toEqual(['P', 'A']);
    const { StackEvents = [] } = await formation.describeStackEvents({ StackName: 'app' });
    expect(StackEvents).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          LogicalResourceId: 'A',
          ResourceStatus: 'DELETE_FAILED',
          ResourceStatusReason: expect.stringContaining('not empty'),
        }),
      ]),
    );
  });

  it.each([{ RetainResources: ['A'] }, { DeletionMode: DeletionMode.FORCE_DELETE_STACK }])(
    'is left behind by %j, after a failure only',
    async (how) => {
      await expect(formation.deleteStack({ StackName: 'app', ...how })).rejects.toThrow('DELETE_FAILED');
      await destroy('app');
      expect(await destroy('app', how)).toMatchObject({ StackStatus: 'DELETE_COMPLETE' });
      expect(cloud.s3.objects.hasBucket('full')).toBe(true);
    },
  );

  it('is deleted by a second attempt when it is empty', async () => {
    await destroy('app');
    await cloud.s3.objects.delete('full', 'key');
    expect(await destroy('app')).toMatchObject({ StackStatus: 'DELETE_COMPLETE' });
  });
});

test('an export that another stack imports keeps the whole stack', async () => {
  const platform: TestStack = {
    name: 'platform',
    template: {
      Resources: { A: parameter('/a', '1'), B: parameter('/b', '1') },
      Outputs: { Name: { Value: { Ref: 'A' }, Export: { Name: 'platform:Name' } } },
    },
  };
  const importing = (name: string): TestStack => ({
    name,
    dependsOn: ['platform'],
    template: { Resources: { C: parameter(`/${name}`, { 'Fn::ImportValue': 'platform:Name' }) } },
  });
  await deploy(platform, importing('department'), importing('reports'));
  // https://github.com/USSBA/aws-cft-tools/issues/27, https://github.com/aws-samples/iam-identity-center-team/pull/474
  expect(await destroy('platform')).toMatchObject({
    StackStatus: 'CREATE_COMPLETE',
    StackStatusReason:
      'Delete canceled. Cannot delete export platform:Name as it is in use by department and reports.',
  });
  const { StackEvents = [] } = await formation.describeStackEvents({ StackName: 'platform' });
  expect(StackEvents[0]).toMatchObject({
    ResourceStatus: 'CREATE_COMPLETE',
    ResourceStatusReason: expect.stringContaining('in use by'),
  });
  expect(await left('platform')).toEqual(['A', 'B']);
  await expect(
    formation.deleteStack({ StackName: 'platform', DeletionMode: DeletionMode.FORCE_DELETE_STACK }),
  ).rejects.toThrow('DELETE_FAILED');
  for (const name of ['department', 'reports']) await destroy(name);
  expect(await destroy('platform')).toMatchObject({ StackStatus: 'DELETE_COMPLETE' });
});

test('a stack with termination protection is refused until it is disabled', async () => {
  await deploy({ name: 'app', template: { Resources: { A: parameter('/a', '1') } } });
  await formation.updateTerminationProtection({ StackName: 'app', EnableTerminationProtection: true });
  await expect(formation.deleteStack({ StackName: 'app' })).rejects.toThrow(
    'cannot be deleted while TerminationProtection is enabled',
  );
  await formation.updateTerminationProtection({ StackName: 'app', EnableTerminationProtection: false });
  expect(await destroy('app')).toMatchObject({ StackStatus: 'DELETE_COMPLETE' });
});

test('a log group that remained refuses a new one of its name, unless it is imported or deleted', async () => {
  const group = (more: object = {}) => ({
    Type: 'AWS::Logs::LogGroup',
    Properties: { LogGroupName: '/app/log' },
    ...more,
  });
  const template = (more?: object) => ({ Resources: { L: group(more) } });
  const again = async (more: object, options?: { importExisting: boolean }): Promise<void> => {
    const assembly = writeAssembly([{ name: 'app', template: template(more) }]);
    await cloud.deploy(assembly, options).finally(() => rmSync(assembly, { recursive: true }));
  };
  const retained = { DeletionPolicy: 'RetainExceptOnCreate' };
  await again(retained);
  await destroy('app');
  expect(cloud.stacks.retainedLogGroups).toEqual(new Set(['/app/log']));
  await expect(again(retained)).rejects.toThrow(
    'identifier \'{"/properties/LogGroupName":"/app/log"}\' already exists',
  );
  await expect(again({}, { importExisting: true })).rejects.toThrow('already exists');
  const refused = writeAssembly([
    { name: 'app', template: { Resources: { L: group(retained), A: parameter('/a', 'x'.repeat(5000)) } } },
  ]);
  await expect(cloud.deploy(refused, { importExisting: true })).rejects.toThrow('ROLLBACK_COMPLETE');
  rmSync(refused, { recursive: true });
  expect(cloud.stacks.retainedLogGroups).toEqual(new Set(['/app/log']));
  await again(retained, { importExisting: true });
  expect(await left('app')).toEqual(['L']);
  await destroy('app');
  const { url, region, operatorCredentials: credentials } = cloud;
  const logs = new CloudWatchLogs({ endpoint: url, region, credentials });
  expect((await logs.describeLogGroups({})).logGroups).toMatchObject([{ logGroupName: '/app/log' }]);
  await logs.deleteLogGroup({ logGroupName: '/app/log' });
  await again({});
  expect(await left('app')).toEqual(['L']);
});
