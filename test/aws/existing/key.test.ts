import { KMSClient } from '@aws-sdk/client-kms';
import { createKms, type LocalKms } from '@lakeferry/local-cloud/kms';
import { describeKey } from '../../../aws/existing/key';
import { startTestGateway, type TestGateway } from '../../helpers/local/local-gateway';

let cloud: TestGateway;
let kms: LocalKms | undefined;
let client: KMSClient;
beforeEach(async () => {
  cloud = await startTestGateway((context) => {
    kms = createKms(context);
    return [kms];
  });
  client = new KMSClient(cloud.client);
});
afterEach(() => cloud.stop());

const put = (key: Partial<Parameters<LocalKms['put']>[0]> = {}): string =>
  kms?.put({ id: '1234', ...key }) ?? '';
const usable = { state: 'Enabled', usage: 'ENCRYPT_DECRYPT', spec: 'SYMMETRIC_DEFAULT', refused: {} };

test('a key that can be used is described so, by dry runs that encrypt nothing', async () => {
  const arn = put();
  expect(await describeKey(arn, client)).toEqual({ ...usable, arn });
});

test('a key that does not exist is undefined', async () => {
  expect(await describeKey(put().replace('1234', '5678'), client)).toBeUndefined();
});

test.each(['Disabled', 'PendingDeletion'] as const)('a key that is %s is not tried', async (state) => {
  expect(await describeKey(put({ state }), client)).toMatchObject({ state, refused: {} });
});

test('a key for signatures is described with its usage', async () => {
  const usage = 'SIGN_VERIFY';
  expect(await describeKey(put({ usage, spec: 'RSA_2048' }), client)).toMatchObject({ usage, refused: {} });
});

test('a use that KMS refuses is named with its reason, and any other error is one', async () => {
  const arn = put();
  const failing = (name: string) => {
    client.middlewareStack.add(
      (next, { commandName }) =>
        async (call) => {
          if (commandName !== 'DecryptCommand') return next(call);
          throw Object.assign(new Error('not authorized to perform kms:Decrypt'), { name });
        },
      { step: 'initialize', name: 'failing', override: true },
    );
    return describeKey(arn, client);
  };
  expect(await failing('AccessDeniedException')).toEqual({
    ...usable,
    arn,
    refused: { Decrypt: 'not authorized to perform kms:Decrypt' },
  });
  await expect(failing('ThrottlingException')).rejects.toMatchObject({ name: 'Throttled' });
});
