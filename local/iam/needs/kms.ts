import { isInput } from '../../gateway/input';
import { arnOf, type NeedsCall, type NeedsTable, named, onResource } from './need';

const key = ({ input, facts }: NeedsCall): string => {
  const id = named(input, 'KeyId');
  return id.startsWith('arn:') ? id : arnOf(facts, 'kms', `key/${id}`);
};

/** Condition keys of the encryption context of a request. A direct call has no `kms:ViaService`. */
const encryptionContext = ({ input }: NeedsCall): Readonly<Record<string, string>> => {
  const given = input['EncryptionContext'];
  const entries = isInput(given) ? Object.entries(given) : [];
  return Object.fromEntries(entries.map(([name, value]) => [`kms:EncryptionContext:${name}`, String(value)]));
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html */
export const kmsNeeds: NeedsTable = {
  ...onResource('kms', key, 'DescribeKey'),
  Decrypt: (call) => [{ action: 'kms:Decrypt', resource: key(call), context: encryptionContext(call) }],
  GenerateDataKey: (call) => [
    { action: 'kms:GenerateDataKey', resource: key(call), context: encryptionContext(call) },
  ],
};
