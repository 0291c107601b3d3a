import {
  DatabaseMigrationServiceClient,
  DescribeConnectionsCommand,
} from '@aws-sdk/client-database-migration-service';
import { describeConnections, testConnection } from '../../../aws/dms/connections';

const fault = (name: string, message: string) => Object.assign(new Error(message), { name });

/** Client whose TestConnection fails, with the connection's status at each Describe. */
function refusing(...statuses: readonly (string | undefined)[]): DatabaseMigrationServiceClient {
  const client = new DatabaseMigrationServiceClient({ region: 'eu-west-1' });
  const left = [...statuses];
  const send = async (command: unknown) => {
    if (command instanceof DescribeConnectionsCommand) return { Connections: [{ Status: left.shift() }] };
    throw fault('InvalidResourceStateFault', 'the instance is being modified');
  };
  return Object.assign(client, { send });
}

/** Client with successful tests of these endpoints. Any other endpoint in a filter makes it find nothing. */
function listing(...tested: readonly string[]) {
  const requests: number[] = [];
  const client = new DatabaseMigrationServiceClient({ region: 'eu-west-1' });
  const send = async ({ input }: DescribeConnectionsCommand) => {
    const asked = input.Filters?.find(({ Name }) => Name === 'endpoint-arn')?.Values ?? [];
    requests.push(asked.length);
    if (!asked.every((arn) => tested.includes(arn))) throw fault('ResourceNotFoundFault', 'no connections');
    return { Connections: asked.map((EndpointArn) => ({ EndpointArn, Status: 'successful' })) };
  };
  return { client: Object.assign(client, { send }), requests };
}

test('a rejected connection test is another test that runs, and enough', async () => {
  await expect(testConnection(refusing('testing'), 'instance', 'endpoint')).resolves.toBeUndefined();
});

test('a connection test that is rejected for another reason is TaskBusy, in DMS’s words', async () => {
  await expect(testConnection(refusing('failed'), 'instance', 'endpoint')).rejects.toMatchObject({
    name: 'TaskBusy',
    message: expect.stringContaining('the instance is being modified'),
  });
});

test('a hundred connections are one request, however many runs wait for them', async () => {
  const arns = Array.from({ length: 150 }, (_, index) => `endpoint-${index}`);
  const { client, requests } = listing(...arns);
  expect(await describeConnections(client, 'instance', arns)).toHaveLength(150);
  expect(requests).toEqual([100, 50]);
});

test('an endpoint that was never tested does not hide the others', async () => {
  const { client } = listing('a', 'b', 'd');
  const found = await describeConnections(client, 'instance', ['a', 'b', 'c', 'd']);
  expect(found.map(({ endpointArn }) => endpointArn)).toEqual(['a', 'b', 'd']);
});
