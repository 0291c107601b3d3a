import {
  DatabaseMigrationServiceClient,
  DescribeConnectionsCommand,
  DescribeReplicationTasksCommand,
  TestConnectionCommand,
} from '@aws-sdk/client-database-migration-service';
import { ensureConnectionsTested } from '../../../aws/dms/connections';
import { startTask } from '../../../aws/dms/start-task';

/** Client whose TestConnection fails, with the connection's status at each Describe. */
function refusing(...statuses: readonly (string | undefined)[]): DatabaseMigrationServiceClient {
  const client = new DatabaseMigrationServiceClient({ region: 'eu-west-1' });
  const left = [...statuses];
  const send = async (command: unknown) => {
    if (command instanceof DescribeConnectionsCommand) return { Connections: [{ Status: left.shift() }] };
    const refused = new Error('the instance is being modified');
    throw Object.assign(refused, { name: 'InvalidResourceStateFault' });
  };
  return Object.assign(client, { send });
}

test('a rejected connection test waits for another test that runs', async () => {
  await expect(
    ensureConnectionsTested(refusing(undefined, 'testing'), 'instance', ['endpoint'], true),
  ).rejects.toMatchObject({ name: 'ConnectionTestInProgress' });
});

test('a start that DMS refuses for want of a test begins after both tests, whatever DMS lists before', async () => {
  const client = new DatabaseMigrationServiceClient({ region: 'eu-west-1' });
  const tests: string[] = [];
  let statuses = 'successful';
  let started = 0;
  const send = async (command: unknown) => {
    if (command instanceof DescribeReplicationTasksCommand)
      return {
        ReplicationTasks: [{ SourceEndpointArn: 's', TargetEndpointArn: 't', ReplicationInstanceArn: 'i' }],
      };
    if (command instanceof DescribeConnectionsCommand) return { Connections: [{ Status: statuses }] };
    if (command instanceof TestConnectionCommand) {
      tests.push(command.input.EndpointArn ?? '');
      statuses = 'testing';
      return {};
    }
    if (tests.length > 0 && statuses === 'successful') {
      started += 1;
      return {};
    }
    const text =
      'Test connection for replication instance ri and endpoint e should be successful for starting';
    throw Object.assign(new Error(text), { name: 'InvalidResourceStateFault' });
  };
  Object.assign(client, { send });
  const start = () => startTask(client, 'arn', 'resume-processing', { kind: 'now' });
  const ensure = () => ensureConnectionsTested(client, 'i', ['s', 't'], false);
  await ensure();
  await expect(start()).rejects.toMatchObject({ name: 'TaskBusy' });
  expect(tests).toEqual(['s', 't']);
  await expect(ensure()).rejects.toMatchObject({ name: 'ConnectionTestInProgress' });
  statuses = 'successful';
  await ensure();
  await start();
  expect([started, tests.length]).toEqual([1, 2]);
});

test('a connection test that is rejected for another reason is TaskBusy, in DMS’s words', async () => {
  await expect(
    ensureConnectionsTested(refusing('failed', 'failed'), 'instance', ['endpoint'], true),
  ).rejects.toMatchObject({
    name: 'TaskBusy',
    message: expect.stringContaining('the instance is being modified'),
  });
});
