import { assertKnown } from './known-members';
import { AwsError, type SetResourcePolicy } from './service';
import { unsupported } from './unsupported';

type Attributes = Readonly<Record<string, string>>;

/** Error codes of a service for an attribute that it does not know, and for a wrong value. */
interface Codes {
  readonly name: string;
  readonly value: string;
}

/**
 * Checks attributes of a queue or topic that a call sets, and puts its `Policy` in force. An attribute that would be
 * shown without effect is refused by name.
 */
export function applyAttributes(
  arn: string,
  attributes: Attributes,
  known: readonly string[],
  codes: Codes,
  setPolicy: SetResourcePolicy,
): void {
  assertKnown(arn, codes.name, [...known, 'Policy'], Object.keys(attributes));
  const policy = attributes['Policy'];
  if (policy === undefined) return;
  try {
    setPolicy(arn, policy);
  } catch (cause) {
    throw new AwsError(codes.value, cause instanceof Error ? cause.message : String(cause));
  }
}

/** Answer to a policy where no permissions are checked, as in a gateway of a test. */
export function refusePolicy(arn: string): never {
  throw new Error(unsupported(`a policy of ${arn} without permissions`));
}
