import { type GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createConnections } from '../../../aws/deployed/connections';
import { deployedConnections } from '../../../core/planning/plan-connections';
import { sampleSource } from '../../helpers/runs/plan';

const source = sampleSource({
  secretName: 'lakeferry/sales-db-2',
  extraConnectionAttributes: 'slotName=one',
});
const warehouse = {
  ...sampleSource({ name: 'warehouse', sslMode: 'verify-full' }),
  engine: 'postgres',
} as const;
const content = deployedConnections([source], [{ name: 'lake', engine: 's3' }, warehouse]);
const copy = {
  name: 'sales-db',
  engine: 'postgres',
  secretName: 'lakeferry/sales-db',
  databaseName: 'old',
  sslMode: 'none',
} as const;
const target = { connection: 'warehouse', secretName: 'old', databaseName: 'old', sslMode: 'none' } as const;

/** S3 with one object, and the requests for it. */
function storeOf(body: string) {
  const requests: unknown[] = [];
  const client = new S3Client({ region: 'eu-west-1' });
  const send = async ({ input }: GetObjectCommand) => {
    requests.push(input);
    return { Body: { transformToString: async () => body } };
  };
  return { client: Object.assign(client, { send }), requests };
}

test('connections are those of the deployment, read once', async () => {
  const { client, requests } = storeOf(JSON.stringify(content));
  const connections = createConnections('s3://assets/folder/one.json', client);
  expect(await connections.source(copy)).toEqual({
    name: 'sales-db',
    engine: 'postgres',
    secretName: 'lakeferry/sales-db-2',
    databaseName: 'sales',
    sslMode: 'require',
    connectionAttributes: 'slotName=one',
  });
  expect(await connections.target(target)).toEqual({
    connection: 'warehouse',
    secretName: 'lakeferry/warehouse',
    databaseName: 'sales',
    sslMode: 'verify-full',
  });
  expect(requests).toEqual([{ Bucket: 'assets', Key: 'folder/one.json' }]);
});

test('the copy is used for a name that the platform does not have, and without an address', async () => {
  const { client } = storeOf(JSON.stringify(content));
  const other = { ...copy, name: 'former-db' };
  expect(await createConnections('s3://assets/one.json', client).source(other)).toBe(other);
  expect(await createConnections(undefined, client).target(target)).toBe(target);
});

test('another document is refused, and read again', async () => {
  const { client, requests } = storeOf('{"jobs":[]}');
  const connections = createConnections('s3://assets/one.json', client);
  for (const _ of [1, 2])
    await expect(connections.source(copy)).rejects.toMatchObject({
      name: 'PlanNotFound',
      message: 's3://assets/one.json has no connections; deploy the platform again',
    });
  expect(requests).toHaveLength(2);
});
