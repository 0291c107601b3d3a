import type { FunctionDefinition } from '../lambda/function-definition';
import type { CloudContext } from '../service';
import { interfaceActions } from './interface-actions';
import type { Permissions } from './permissions';

/** Those that change interfaces of the account. */
const changing = interfaceActions.filter((action) => !action.startsWith('ec2:Describe'));

/**
 * Reason for which functions are refused whose code may change network interfaces; undefined: none. Only the
 * requests of the code have the key `lambda:SourceFunctionArn`
 * (https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html).
 */
export function codeChangesInterfaces(
  functions: readonly FunctionDefinition[],
  permissions: Permissions,
  { region, account }: CloudContext,
): string | undefined {
  const resource = `arn:aws:ec2:${region}:${account}:network-interface/eni-00000000000000000`;
  const found = functions.flatMap(({ name, arn, roleArn }) => {
    const context = { 'lambda:sourcefunctionarn': arn };
    const may = changing.filter((action) => permissions.allows(roleArn, { action, resource, context }));
    return may.length === 0 ? [] : [`${name} (${may.join(', ')})`];
  });
  return found.length === 0
    ? undefined
    : `the code of these functions may change any network interface: ${found.join('; ')}; ` +
        'only Lambda itself needs that: deny these actions where lambda:SourceFunctionArn exists ("Null": {"lambda:SourceFunctionArn": "false"})';
}
