import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { createSts } from '../../../local/sts/sts';
import { startTestGateway, type TestGateway } from '../../helpers/local/local-gateway';

const role = 'arn:aws:iam::000000000000:role/reader';
let cloud: TestGateway;

beforeAll(async () => {
  cloud = await startTestGateway(() => []);
  cloud.gateway.register(createSts(cloud.context, cloud.callers, (arn) => arn === role));
});
afterAll(() => cloud.stop());

test('gives credentials of a role that calls are then known by', async () => {
  const sts = new STSClient(cloud.client);
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: role, RoleSessionName: 'me' }));
  const assumed = new STSClient({
    ...cloud.client,
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    },
  });
  expect(await assumed.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Arn: 'arn:aws:sts::000000000000:assumed-role/reader/me',
    Account: '000000000000',
  });
});

test('refuses a role that no stack has', async () => {
  const RoleArn = 'arn:aws:iam::000000000000:role/nobody';
  await expect(
    new STSClient(cloud.client).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me' })),
  ).rejects.toMatchObject({
    name: 'AccessDenied',
    message: expect.stringContaining('no deployed stack has this role'),
  });
});
