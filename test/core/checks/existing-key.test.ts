import type { DescribedKey } from '../../../core/checks/existing/described';
import { keyFindings } from '../../../core/checks/existing/key-findings';

const arn = 'arn:aws:kms:eu-west-1:123456789012:key/1234';
const key: DescribedKey = {
  ...{ arn, state: 'Enabled', usage: 'ENCRYPT_DECRYPT', spec: 'SYMMETRIC_DEFAULT', refused: {} },
};

test.each<[string, DescribedKey | undefined, readonly string[]]>([
  ['that fits', key, []],
  [
    'that does not exist',
    undefined,
    [`error: KMS knows no key ${arn} in this region: kms-key: <Arn that aws kms describe-key shows>`],
  ],
  [
    'that is disabled',
    { ...key, state: 'Disabled' },
    [`error: KeyState of ${arn} is Disabled, and not Enabled: aws kms enable-key --key-id ${arn}`],
  ],
  [
    'that will be deleted',
    { ...key, state: 'PendingDeletion' },
    [
      `error: KeyState of ${arn} is PendingDeletion, and not Enabled: aws kms cancel-key-deletion --key-id ${arn}`,
    ],
  ],
  [
    'that is being created',
    { ...key, state: 'Creating' },
    [`error: KeyState of ${arn} is Creating, and not Enabled: undefined`],
  ],
  [
    'for signatures',
    { ...key, usage: 'SIGN_VERIFY', spec: 'RSA_2048' },
    [
      `error: ${arn} has KeyUsage SIGN_VERIFY and KeySpec RSA_2048, and not ENCRYPT_DECRYPT and SYMMETRIC_DEFAULT: kms-key: <ARN of a symmetric key for ENCRYPT_DECRYPT>`,
    ],
  ],
  [
    'that the caller may not use',
    { ...key, refused: { Decrypt: 'no' } },
    [
      `note: kms:Decrypt with ${arn} is not allowed to the caller of this check: no: KeyPolicy: Allow kms:Decrypt to this account, or to the roles that use the key`,
    ],
  ],
])('a key %s', (_name, described, expected) => {
  const found = keyFindings(arn, described);
  expect(found.map(({ severity, found: text, fix }) => `${severity}: ${text}: ${fix?.text}`)).toEqual(
    expected,
  );
});
