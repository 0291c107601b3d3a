import { z } from 'zod';
import { journalOf } from '../durable/journal';
import { KeptMap } from '../durable/kept-map';
import { requiredText, textList } from '../gateway/input';
import { withKnownMembers } from '../known-members';
import { AwsError, type CloudContext, type Input, type JsonService } from '../service';

const Key = z.object({
  id: z.string(),
  state: z.enum(['Enabled', 'Disabled', 'PendingDeletion']),
  usage: z.string(),
  spec: z.string(),
});
type Key = z.infer<typeof Key>;

export interface LocalKms extends JsonService {
  /** Makes a key, or changes it, as its owner does. Returns its ARN. */
  put(key: Pick<Key, 'id'> & Partial<Key>): string;
}

/** Members that each operation respects. Nothing is encrypted here, so no operation works without DryRun. */
const members = {
  DescribeKey: ['KeyId'],
  GenerateDataKey: ['KeyId', 'KeySpec', 'EncryptionContext', 'DryRun'],
  Decrypt: ['KeyId', 'EncryptionContext', 'DryRun', 'DryRunModifiers'],
};

/** Keys with their states, and whether they may be used. */
export function createKms(context: CloudContext): LocalKms {
  const keys = new KeptMap(journalOf(context, 'kms'), (value) => Key.parse(value));
  const arnOf = (id: string) => `arn:aws:kms:${context.region}:${context.account}:key/${id}`;

  function keyOf(input: Input): Key {
    const idOrArn = requiredText(input, 'KeyId');
    const key = [...keys.values()].find(({ id }) => idOrArn === id || idOrArn === arnOf(id));
    if (key === undefined) throw new AwsError('NotFoundException', `Key '${idOrArn}' does not exist`);
    return key;
  }
  function tryToUse(input: Input): never {
    const { id, state, usage } = keyOf(input);
    if (input['DryRun'] !== true)
      throw new AwsError('UnsupportedOperationException', 'only DryRun is supported');
    if (state === 'Disabled') throw new AwsError('DisabledException', `${arnOf(id)} is disabled.`);
    if (state === 'PendingDeletion')
      throw new AwsError('KMSInvalidStateException', `${arnOf(id)} is pending deletion.`);
    if (usage !== 'ENCRYPT_DECRYPT')
      throw new AwsError('InvalidKeyUsageException', `${arnOf(id)} key usage is ${usage}`);
    throw new AwsError(
      'DryRunOperationException',
      'The request would have succeeded, but the DryRun option is set.',
    );
  }

  return {
    protocol: 'json-1.1',
    name: 'kms',
    targetPrefix: 'TrentService',
    put({ id, state = 'Enabled', usage = 'ENCRYPT_DECRYPT', spec = 'SYMMETRIC_DEFAULT' }) {
      keys.set(id, { id, state, usage, spec });
      return arnOf(id);
    },
    operations: withKnownMembers('kms', 'ValidationException', members, {
      DescribeKey(input) {
        const { id, state, usage, spec } = keyOf(input);
        return {
          KeyMetadata: {
            AWSAccountId: context.account,
            KeyId: id,
            Arn: arnOf(id),
            Enabled: state === 'Enabled',
            KeyState: state,
            KeyUsage: usage,
            KeySpec: spec,
            KeyManager: 'CUSTOMER',
          },
        };
      },
      GenerateDataKey: tryToUse,
      Decrypt(input) {
        if (!textList(input, 'DryRunModifiers').includes('IGNORE_CIPHERTEXT'))
          throw new AwsError('UnsupportedOperationException', 'only IGNORE_CIPHERTEXT is supported');
        return tryToUse(input);
      },
    }),
  };
}
