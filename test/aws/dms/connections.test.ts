import {
  DatabaseMigrationServiceClient,
  DescribeConnectionsCommand,
} from '@aws-sdk/client-database-migration-service';
import { ensureConnectionsTested } from '../../../aws/dms/connections';

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

test('a connection test that is rejected for another reason is TaskBusy, in DMS’s words', async () => {
  await expect(
    ensureConnectionsTested(refusing('failed', 'failed'), 'instance', ['endpoint'], true),
  ).rejects.toMatchObject({
    name: 'TaskBusy',
    message: expect.stringContaining('the instance is being modified'),
  });
});
