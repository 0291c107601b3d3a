import type { CheckFinding } from '../report/check-report';
import { awsFix, configFix, finding } from '../report/finding';
import { existingKey } from './definitions';
import { type DescribedKey, keyUses } from './described';

/** Commands of an owner that make a key usable again. In other states, only waiting or another key helps. */
const commands: ReadonlyMap<string, string> = new Map([
  ['Disabled', 'aws kms enable-key --key-id'],
  ['PendingDeletion', 'aws kms cancel-key-deletion --key-id'],
]);

/** Problems of an existing key. `described`: the key, if KMS knows it. */
export function keyFindings(arn: string, described: DescribedKey | undefined): readonly CheckFinding[] {
  if (described === undefined)
    return [
      finding(existingKey, `KMS knows no key ${arn} in this region`, {
        fix: configFix('kms-key: <Arn that aws kms describe-key shows>'),
      }),
    ];
  const { state, usage, spec, refused } = described;
  if (state !== 'Enabled') {
    const command = commands.get(state);
    const fix = command === undefined ? {} : { fix: awsFix(`${command} ${arn}`) };
    return [finding(existingKey, `KeyState of ${arn} is ${state}, and not Enabled`, fix)];
  }
  // S3 encrypts with no other keys.
  if (usage !== 'ENCRYPT_DECRYPT' || spec !== 'SYMMETRIC_DEFAULT')
    return [
      finding(
        existingKey,
        `${arn} has KeyUsage ${usage} and KeySpec ${spec}, and not ENCRYPT_DECRYPT and SYMMETRIC_DEFAULT`,
        { fix: configFix('kms-key: <ARN of a symmetric key for ENCRYPT_DECRYPT>') },
      ),
    ];
  return keyUses.flatMap((use) => {
    const because = refused[use];
    // The key may allow the roles that use it, and not this caller. People may use it only through S3.
    return because === undefined
      ? []
      : [
          finding(
            existingKey,
            `kms:${use} with ${arn} is not allowed to the caller of this check: ${because}`,
            {
              severity: 'note',
              fix: awsFix(`KeyPolicy: Allow kms:${use} to this account, or to the roles that use the key`),
            },
          ),
        ];
  });
}
