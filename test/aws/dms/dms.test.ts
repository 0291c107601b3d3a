import {
  CreateEndpointCommand,
  CreateReplicationInstanceCommand,
  DatabaseMigrationServiceClient,
} from '@aws-sdk/client-database-migration-service';
import { DrivenClock } from '@lakeferry/local-cloud/clock';
import { createDms, type DmsService } from '@lakeferry/local-cloud/dms';
import { createDms as createAdapter, type Dms } from '../../../aws/dms/dms';
import type { TaskRequest } from '../../../aws/dms/task-request';
import { startTestGateway, type TestGateway } from '../../helpers/local/local-gateway';
import { MemoryObjects } from '../../helpers/runs/memory-objects';

const quick = { creating: 5, starting: 5, stopping: 5, deleting: 5, modifying: 5, testing: 40, instance: 5 };
const clock = new DrivenClock(new Date('2026-03-01T10:00:00Z'));
let cloud: TestGateway;
let service: DmsService;
let client: DatabaseMigrationServiceClient;
let dms: Dms;
let instanceArn: string;
let source: string;
let target: string;

async function endpoint(identifier: string, engine: object): Promise<string> {
  const made = await client.send(
    new CreateEndpointCommand({
      EndpointIdentifier: identifier,
      EndpointType: 'source',
      EngineName: 'postgres',
      ...engine,
    }),
  );
  return made.Endpoint?.EndpointArn ?? '';
}

beforeAll(async () => {
  const objects = new MemoryObjects();
  await objects.createBucket('staging');
  cloud = await startTestGateway((context) => {
    service = createDms(context, {
      objects,
      readSecret: async () => JSON.stringify({ username: 'u', password: 'p', host: '127.0.0.1', port: 1 }),
      timings: quick,
      throttling: false,
    });
    return [service];
  }, clock);
  client = new DatabaseMigrationServiceClient({ ...cloud.client, maxAttempts: 1 });
  dms = createAdapter(client);
  const instance = await client.send(
    new CreateReplicationInstanceCommand({
      ReplicationInstanceIdentifier: 'ri',
      ReplicationInstanceClass: 'dms.t3.medium',
    }),
  );
  instanceArn = instance.ReplicationInstance?.ReplicationInstanceArn ?? '';
  source = await endpoint('source', {
    DatabaseName: 'sales',
    PostgreSQLSettings: {
      SecretsManagerSecretId: 'sales-db',
      SecretsManagerAccessRoleArn: 'arn:aws:iam::000000000000:role/r',
    },
  });
  target = await endpoint('target', {
    EndpointType: 'target',
    EngineName: 's3',
    S3Settings: { BucketName: 'staging', BucketFolder: 'lake' },
  });
  await clock.advance(50);
});
afterAll(async () => {
  await service.stop();
  await cloud.stop();
});

function request(identifier: string): TaskRequest {
  return {
    identifier,
    resourceIdentifier: `ID-${identifier}`,
    sourceEndpointArn: source,
    targetEndpointArn: target,
    replicationInstanceArn: instanceArn,
    mode: 'full-load',
    tableMappings: JSON.stringify({
      rules: [
        {
          'rule-type': 'selection',
          'rule-id': '1',
          'rule-name': '1',
          'rule-action': 'include',
          'object-locator': { 'schema-name': 'sales', 'table-name': 'orders' },
        },
      ],
    }),
    taskSettings: '{}',
    tags: { 'lakeferry:run': 'a-run' },
  };
}

async function ready(identifier: string): Promise<string> {
  const arn = (await dms.createTask(request(identifier)))?.arn ?? '';
  for (let tries = 0; (await dms.findTask(identifier))?.status !== 'ready'; tries += 1) {
    if (tries > 100) throw new Error('never ready');
    await clock.advance(10);
  }
  return arn;
}

const statusesOf = async (...endpoints: readonly string[]) =>
  (await dms.connections(instanceArn, endpoints)).map(({ status }) => status);

describe('connections', () => {
  test('a connection test is started once and passes', async () => {
    expect(await statusesOf(target)).toEqual([]);
    await dms.testConnection(instanceArn, target);
    await dms.testConnection(instanceArn, target);
    expect(await statusesOf(target, source)).toEqual(['testing']);
    await clock.advance(150);
    expect(await statusesOf(target)).toEqual(['successful']);
  });

  test('a failed connection test has the endpoint’s name and DMS’s message, and can be repeated', async () => {
    await dms.testConnection(instanceArn, source);
    await clock.advance(400);
    expect(await dms.connections(instanceArn, [source])).toEqual([
      { endpointArn: source, name: 'source', status: 'failed', failure: expect.stringContaining('connect') },
    ]);
    await dms.testConnection(instanceArn, source);
    expect(await statusesOf(source)).toEqual(['testing']);
  });
});

describe('tasks', () => {
  test('an identifier is created once, and found with its tags', async () => {
    const arn = await ready('once');
    await expect(dms.createTask(request('once'))).resolves.toBeUndefined();
    await expect(dms.findTask('once')).resolves.toMatchObject({ arn, identifier: 'once', status: 'ready' });
    await expect(dms.tagsOf(arn)).resolves.toEqual({ 'lakeferry:run': 'a-run' });
  });

  test('a task that does not exist is an empty result, not an error', async () => {
    const unknown = 'arn:aws:dms:eu-west-1:000000000000:task:AAAAAAAAAAAAAAAAAAAAAAAAAA';
    await expect(dms.findTask('nobody')).resolves.toBeUndefined();
    await expect(dms.findTasks(['nobody', 'somebody'])).resolves.toEqual([]);
    await expect(dms.findTasks([])).resolves.toEqual([]);
    await expect(dms.describeTasks([unknown])).resolves.toEqual([]);
    await expect(dms.describeTasks([])).resolves.toEqual([]);
    await expect(dms.tableStatistics(unknown)).resolves.toEqual([]);
    await expect(dms.deleteTask(unknown)).resolves.toBe(false);
    await expect(dms.stopTask(unknown)).resolves.toBeUndefined();
  });

  test('more tasks than one page are all described', async () => {
    const arns: string[] = [];
    for (let made = 0; made < 105; made += 1)
      arns.push((await dms.createTask(request(`many-${made}`)))?.arn ?? '');
    const found = await dms.describeTasks(arns);
    expect(found.map(({ arn }) => arn).sort()).toEqual([...arns].sort());
  });

  test('a start that DMS cannot accept now is TaskBusy; a stop of an idle task does nothing', async () => {
    const { arn = '' } = (await dms.createTask(request('young'))) ?? {};
    await expect(dms.startTask(arn, 'start-replication')).rejects.toMatchObject({ name: 'TaskBusy' });
    await expect(dms.stopTask(arn)).resolves.toBeUndefined();
  });

  test('a start that DMS refuses for want of a connection test says so', async () => {
    const arn = await ready('forgotten');
    await expect(dms.startTask(arn, 'start-replication')).resolves.toEqual({
      untested: expect.stringMatching(/should be successful/),
    });
  });

  test('a modification sets mappings, settings and tags', async () => {
    const arn = await ready('changed');
    await dms.modifyTask(arn, { ...request('changed'), taskSettings: '{"Logging":{"EnableLogging":true}}' });
    await dms.tagTask(arn, { 'lakeferry:plan': 'x' });
    await expect(dms.tagsOf(arn)).resolves.toEqual({ 'lakeferry:run': 'a-run', 'lakeferry:plan': 'x' });
    await clock.advance(60);
    const found = await dms.findTask('changed');
    expect(found).toMatchObject({ status: 'ready', mode: 'full-load' });
    expect(found?.endpoints).toEqual({
      sourceEndpointArn: source,
      targetEndpointArn: target,
      replicationInstanceArn: instanceArn,
    });
  });

  test('a task that refuses its tags is TaskBusy, and takes them later', async () => {
    const arn = await ready('tagged');
    service.script.refuseNext('AddTagsToResource', 'InvalidResourceStateFault', 'the task is modifying');
    await expect(dms.tagTask(arn, { 'lakeferry:plan': 'x' })).rejects.toMatchObject({ name: 'TaskBusy' });
    await dms.tagTask(arn, { 'lakeferry:plan': 'x' });
    await expect(dms.tagsOf(arn)).resolves.toMatchObject({ 'lakeferry:plan': 'x' });
  });

  test('a modification of a busy task is TaskBusy', async () => {
    const arn = await ready('busy');
    service.script.hang('modifying');
    await dms.modifyTask(arn, request('busy'));
    await expect(dms.modifyTask(arn, request('busy'))).rejects.toMatchObject({
      name: 'TaskBusy',
      message: expect.stringContaining('invalid state'),
    });
    service.script.release('modifying');
  });

  test('tables are reloaded only while the task runs', async () => {
    const arn = await ready('reloaded');
    await expect(dms.reloadTables(arn, [{ schema: 'sales', table: 'orders' }])).rejects.toMatchObject({
      name: 'TaskBusy',
    });
  });

  test('a deletion may be requested twice, and the task is deleted', async () => {
    const arn = await ready('short-lived');
    await dms.deleteTask(arn);
    await dms.deleteTask(arn);
    await clock.advance(60);
    await expect(dms.findTask('short-lived')).resolves.toBeUndefined();
  });

  test('throttling is Throttled; any other rejection is DmsRefused with DMS’s message', async () => {
    service.script.throttleNext(1);
    await expect(dms.findTask('once')).rejects.toMatchObject({ name: 'Throttled' });
    await expect(dms.createTask({ ...request('bad'), taskSettings: '{' })).rejects.toMatchObject({
      name: 'DmsRefused',
      message: expect.stringContaining('Invalid task settings json'),
    });
  });
});
