import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DrivenClock } from '../../../local/clock';
import { type LocalCloud, startLocalCloud } from '../../../local/cloud';
import { writeAssembly } from '../../helpers/local/assembly';

const clouds: LocalCloud[] = [];
const folders: string[] = [];

async function start(from?: string, newer?: string): Promise<LocalCloud> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'lakeferry-death-'));
  folders.push(dataFolder);
  if (from !== undefined) cpSync(from, dataFolder, { recursive: true });
  // The journal of stacks is from another moment than the others.
  const stack = join('state', 'cloudformation.jsonl');
  if (newer !== undefined) cpSync(newer, join(dataFolder, stack));
  const clock = new DrivenClock(new Date('2026-03-01T10:00:00Z'));
  const cloud = await startLocalCloud({ clock, dataFolder, durable: true });
  clouds.push(cloud);
  return cloud;
}
/** Current content of the stacks' journal. */
function remembered({ context }: LocalCloud): string {
  const folder = mkdtempSync(join(tmpdir(), 'lakeferry-stack-'));
  folders.push(folder);
  cpSync(join(context.dataFolder, 'state', 'cloudformation.jsonl'), join(folder, 'stack'));
  return join(folder, 'stack');
}
afterEach(async () => {
  for (const cloud of clouds.splice(0)) await cloud.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function deploy(cloud: LocalCloud, Resources: object): Promise<void> {
  const assembly = writeAssembly([{ name: 'app', template: { Resources } }]);
  folders.push(assembly);
  await cloud.deploy(assembly);
}

const endpoint = (folder: string) => ({
  Type: 'AWS::DMS::Endpoint',
  Properties: {
    EndpointIdentifier: 'lake',
    EndpointType: 'target',
    EngineName: 's3',
    S3Settings: { BucketName: 'lake', BucketFolder: folder },
  },
});
const attribute = { AttributeName: 'id', AttributeType: 'S' };
const everything = {
  Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'gone' } },
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [attribute],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    },
  },
  Group: {
    Type: 'AWS::DMS::ReplicationSubnetGroup',
    Properties: {
      ReplicationSubnetGroupIdentifier: 'group',
      ReplicationSubnetGroupDescription: 'd',
      SubnetIds: ['a', 'b'],
    },
  },
  Instance: {
    Type: 'AWS::DMS::ReplicationInstance',
    Properties: { ReplicationInstanceIdentifier: 'one', ReplicationInstanceClass: 'dms.t3.medium' },
  },
  Endpoint: endpoint('raw'),
  Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'login', SecretString: 'x' } },
  Parameter: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/a', Type: 'String', Value: '1' } },
  Database: { Type: 'AWS::Glue::Database', Properties: { DatabaseInput: { Name: 'lake' } } },
};
const kept = {
  Kept: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/b', Type: 'String', Value: '1' } },
};

test('what a process had removed and died before it said so does not stop the next deployment', async () => {
  const first = await start();
  await deploy(first, { ...everything, ...kept });
  const before = remembered(first);
  await deploy(first, kept);
  const again = await start(first.context.dataFolder, before);
  expect(again.stacks.find('app')?.resources.size).toBe(9);
  await deploy(again, kept);
  expect([...(again.stacks.find('app')?.resources.keys() ?? [])]).toEqual(['Kept']);
});

test('what a process made and died before it said so is adopted as the template of now has it', async () => {
  const first = await start();
  await deploy(first, kept);
  const stack = first.stacks.find('app');
  if (stack === undefined) throw new Error('no stack');
  first.stacks.beginResource(stack, 'Endpoint');
  const before = remembered(first);
  await deploy(first, { ...kept, Endpoint: endpoint('raw') });
  const again = await start(first.context.dataFolder, before);
  await deploy(again, { ...kept, Endpoint: endpoint('other') });
  const caller = { accessKeyId: 'x', principalArn: 'arn:aws:iam::000000000000:root' };
  expect(await again.dms.operations['DescribeEndpoints']?.({}, caller)).toMatchObject({
    Endpoints: [{ EndpointIdentifier: 'lake', S3Settings: { BucketFolder: 'other' } }],
  });
});

test('wherever a death lies, what DMS has made bears its tags: without them it is nobody’s', async () => {
  const cloud = await start();
  const { Properties, Type } = endpoint('raw');
  const tagged = { Type, Properties: { ...Properties, Tags: [{ Key: 'a', Value: 'b' }] } };
  await deploy(cloud, { ...kept, Endpoint: tagged });
  await deploy(cloud, kept);
  const lines = readFileSync(join(cloud.context.dataFolder, 'state', 'dms.jsonl'), 'utf8')
    .trim()
    .split('\n');
  const live = new Set<string>();
  let seen = 0;
  for (const line of lines) {
    const [key, ...value] = JSON.parse(line);
    if (value.length > 0) live.add(key);
    else live.delete(key);
    const made = [...live].filter((one) => one.startsWith('endpoint/'));
    seen += made.length;
    expect(made.filter((one) => !live.has(one.replace('endpoint/', 'tags/')))).toEqual([]);
  }
  expect([seen > 0, [...live]]).toEqual([true, ['events']]);
});
