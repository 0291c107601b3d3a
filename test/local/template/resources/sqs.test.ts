import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalCloud, startLocalCloud } from '../../../../local/cloud';
import { writeAssembly } from '../../../helpers/local/assembly';

const clouds: LocalCloud[] = [];
const folders: string[] = [];
const folder = () => folders[folders.push(mkdtempSync(join(tmpdir(), 'lakeferry-queue-'))) - 1] ?? '';

async function start(dataFolder: string): Promise<LocalCloud> {
  const cloud = await startLocalCloud({ dataFolder, durable: true });
  clouds.push(cloud);
  return cloud;
}
afterEach(async () => {
  for (const cloud of clouds.splice(0)) await cloud.stop();
  for (const one of folders.splice(0)) rmSync(one, { recursive: true, force: true });
});

async function deploy(cloud: LocalCloud, Resources: object): Promise<void> {
  const assembly = writeAssembly([{ name: 'app', template: { Resources } }]);
  folders.push(assembly);
  await cloud.deploy(assembly);
}
const queue = (QueueName: string, more: object = {}) => ({
  Type: 'AWS::SQS::Queue',
  Properties: { QueueName, ...more },
});

test('a queue that a deployment changes keeps its messages, and loses what the template no longer says', async () => {
  const cloud = await start(folder());
  const RedrivePolicy = { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 1 };
  await deploy(cloud, { Dead: queue('dead'), Work: queue('work', { RedrivePolicy, VisibilityTimeout: 60 }) });
  cloud.sqs.find('work')?.send('m');
  expect(cloud.sqs.find('work')?.redrive?.to.name).toBe('dead');
  await deploy(cloud, { Work: queue('work', { VisibilityTimeout: 90 }) });
  const work = cloud.sqs.find('work');
  expect(work?.counts().visible).toBe(1);
  expect(work?.attributes).toEqual({ VisibilityTimeout: '90' });
  expect([work?.redrive, cloud.sqs.find('dead')]).toEqual([undefined, undefined]);
});

test('a cloud starts again where a dead-letter queue was deleted, or one that is not there was refused', async () => {
  const cloud = await start(folder());
  const arn = (name: string) => `arn:aws:sqs:eu-west-1:000000000000:${name}`;
  const redrive = (name: string) => ({ RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn(name) }) });
  cloud.sqs.create('dead');
  cloud.sqs.create('work', redrive('dead')).send('m');
  cloud.sqs.create('other');
  cloud.sqs.remove('dead');
  expect(() => cloud.sqs.deploy('other', redrive('gone'))).toThrow('does not exist');
  const copy = folder();
  cpSync(cloud.context.dataFolder, copy, { recursive: true });
  const again = await start(copy);
  expect(again.sqs.find('work')?.counts().visible).toBe(1);
  expect(again.sqs.find('other')?.attributes).toEqual({});
});
