import { textList } from '../../gateway/input';
import {
  arnOf,
  type Facts,
  type NeedsCall,
  type NeedsTable,
  named,
  onAnything,
  onResource,
  type Row,
} from './need';

const parameterArn = (facts: Facts, name: string): string =>
  name.startsWith('arn:') ? name : arnOf(facts, 'ssm', `parameter/${name.replace(/^\//, '')}`);

const parameter = ({ input, facts }: NeedsCall): string => parameterArn(facts, named(input, 'Name'));

/** One parameter that is not allowed refuses the whole call. */
function parameters(operation: string): NeedsTable {
  const row: Row = ({ input, facts }) =>
    textList(input, 'Names').map((name) => ({
      action: `ssm:${operation}`,
      resource: parameterArn(facts, name),
    }));
  return { [operation]: row };
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html */
export const ssmNeeds: NeedsTable = {
  ...onAnything('ssm', 'DescribeParameters'),
  ...onResource('ssm', parameter, 'PutParameter', 'GetParameter', 'DeleteParameter'),
  ...parameters('GetParameters'),
  ...parameters('DeleteParameters'),
  GetParametersByPath: ({ input, facts }) => [
    {
      action: 'ssm:GetParametersByPath',
      resource: parameterArn(facts, named(input, 'Path')),
    },
  ],
};

/** A secret that does not exist has no ARN, so the name from the request is the resource. */
const secret = ({ input, facts }: NeedsCall): string => {
  const id = named(input, 'SecretId');
  return facts.secretArn(id) ?? (id.startsWith('arn:') ? id : arnOf(facts, 'secretsmanager', `secret:${id}`));
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html */
export const secretsNeeds: NeedsTable = {
  ...onAnything('secretsmanager', 'ListSecrets'),
  ...Object.fromEntries(
    ['DeleteSecret', 'DescribeSecret', 'GetSecretValue', 'PutSecretValue', 'UpdateSecret'].map(
      (operation): [string, Row] => [
        operation,
        (call) => {
          const resource = secret(call);
          const context = { 'secretsmanager:secretid': resource };
          return [{ action: `secretsmanager:${operation}`, resource, context }];
        },
      ],
    ),
  ),
  CreateSecret: ({ input, facts }) => {
    const name = named(input, 'Name');
    // The six random characters are created with the secret.
    const resource = arnOf(facts, 'secretsmanager', `secret:${name}-??????`);
    return [{ action: 'secretsmanager:CreateSecret', resource, context: { 'secretsmanager:name': name } }];
  },
};
