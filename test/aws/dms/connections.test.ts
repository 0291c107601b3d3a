import {
  DatabaseMigrationServiceClient,
  DescribeConnectionsCommand,
} from '@aws-sdk/client-database-migration-service';
import { ensureConnectionsTested } from '../../../aws/dms/connections';

/** A client to which TestConnection is refused; the connection's status at each Describe. */
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

test('L7: a refused test is joined when another runs', async () => {
  await expect(
    ensureConnectionsTested(refusing(undefined, 'testing'), 'instance', ['endpoint'], true),
  ).rejects.toMatchObject({ name: 'ConnectionTestInProgress' });
});

test('L7: a test that is refused for another reason is TaskBusy, in DMS’s words', async () => {
  await expect(
    ensureConnectionsTested(refusing('failed', 'failed'), 'instance', ['endpoint'], true),
  ).rejects.toMatchObject({
    name: 'TaskBusy',
    message: expect.stringContaining('the instance is being modified'),
  });
});
