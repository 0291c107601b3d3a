import {
  DecryptCommand,
  DescribeKeyCommand,
  DryRunModifierType,
  GenerateDataKeyCommand,
  KMSClient,
} from '@aws-sdk/client-kms';
import { type DescribedKey, dryRunContext } from '../../core/checks/existing/described';
import { cutText } from '../../core/cut-text';
import { errorName, toRunError } from '../errors';

const longestRefusal = 500;

/** Describes a key that others own, and whether the caller may use it. Undefined if it does not exist. Nothing is encrypted. */
export async function describeKey(
  arn: string,
  client = new KMSClient({}),
): Promise<DescribedKey | undefined> {
  const KeyId = arn;
  const action = `describing the key ${arn}`;
  const answer = await client.send(new DescribeKeyCommand({ KeyId })).catch((error: unknown) => {
    if (errorName(error) === 'NotFoundException') return undefined;
    throw toRunError(error, action);
  });
  if (answer === undefined) return undefined;
  const { KeyState = 'unknown', KeyUsage = 'unknown', KeySpec = 'unknown' } = answer.KeyMetadata ?? {};
  const described = { arn, state: KeyState, usage: KeyUsage, spec: KeySpec };
  if (KeyState !== 'Enabled') return { ...described, refused: {} };
  const tried = { KeyId, DryRun: true, EncryptionContext: dryRunContext };
  const [generate, decrypt] = await Promise.all([
    refusal(action, () => client.send(new GenerateDataKeyCommand({ ...tried, KeySpec: 'AES_256' }))),
    refusal(action, () =>
      client.send(
        new DecryptCommand({
          ...tried,
          DryRunModifiers: [DryRunModifierType.IGNORE_CIPHERTEXT],
        }),
      ),
    ),
  ]);
  return {
    ...described,
    refused: {
      ...(generate === undefined ? {} : { GenerateDataKey: generate }),
      ...(decrypt === undefined ? {} : { Decrypt: decrypt }),
    },
  };
}

/** Refusal of a dry run. KMS answers one that would succeed with an error, too. */
async function refusal(action: string, dryRun: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await dryRun();
    return undefined;
  } catch (error) {
    switch (errorName(error)) {
      case 'DryRunOperationException':
        return undefined;
      case 'AccessDeniedException':
        return cutText(error instanceof Error ? error.message : String(error), longestRefusal);
      // The usage and spec of the description show the reason.
      case 'InvalidKeyUsageException':
        return undefined;
      default:
        throw toRunError(error, action);
    }
  }
}
