import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretCommand,
} from '@aws-sdk/client-secrets-manager';
import { createSecretsManager, type LocalSecrets } from '../../../local/secretsmanager/secrets-manager';
import { startTestGateway, type TestGateway } from '../../helpers/local/local-gateway';

let cloud: TestGateway;
let service: LocalSecrets;
let client: SecretsManagerClient;

beforeAll(async () => {
  cloud = await startTestGateway((context) => {
    service = createSecretsManager(context);
    return [service];
  });
  client = new SecretsManagerClient(cloud.client);
});
afterAll(() => cloud.stop());

async function value(SecretId: string): Promise<string | undefined> {
  return (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString;
}

test('gives the current value by name, ARN and partial ARN', async () => {
  const { ARN = '' } = await client.send(
    new CreateSecretCommand({ Name: 'db/sales', SecretString: '{"a":1}' }),
  );
  expect(ARN).toMatch(/^arn:aws:secretsmanager:eu-west-1:000000000000:secret:db\/sales-\w{6}$/);
  for (const id of ['db/sales', ARN, ARN.slice(0, -7)]) expect(await value(id)).toBe('{"a":1}');
  expect(await service.read(ARN)).toBe('{"a":1}');
});

test('rotates: the new value is current, the former version previous', async () => {
  const { VersionId: first = '' } = await client.send(
    new CreateSecretCommand({ Name: 'rotated', SecretString: '1' }),
  );
  const { VersionId: second = '' } = await client.send(
    new PutSecretValueCommand({ SecretId: 'rotated', SecretString: '2' }),
  );
  expect(await value('rotated')).toBe('2');
  await client.send(new UpdateSecretCommand({ SecretId: 'rotated', Description: 'twice' }));
  const described = await client.send(new DescribeSecretCommand({ SecretId: 'rotated' }));
  expect(described.Description).toBe('twice');
  expect(described.VersionIdsToStages).toEqual({ [second]: ['AWSCURRENT'], [first]: ['AWSPREVIOUS'] });
});

test('refuses a second secret of one name, and one that is not there or has no value', async () => {
  await client.send(new CreateSecretCommand({ Name: 'empty' }));
  await expect(client.send(new CreateSecretCommand({ Name: 'empty' }))).rejects.toMatchObject({
    name: 'ResourceExistsException',
  });
  await expect(value('empty')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await client.send(new DeleteSecretCommand({ SecretId: 'empty' }));
  await expect(value('empty')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  const { SecretList } = await client.send(new ListSecretsCommand({}));
  expect(SecretList?.map(({ Name }) => Name)).not.toContain('empty');
});
