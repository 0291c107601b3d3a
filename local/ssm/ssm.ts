import { z } from 'zod';
import { journalOf } from '../durable/journal';
import { KeptMap } from '../durable/kept-map';
import { optionalNumber, optionalText, requiredText, textList } from '../gateway/input';
import { cutPage } from '../gateway/paging';
import { withKnownMembers } from '../known-members';
import { AwsError, type CloudContext, type JsonService } from '../service';

const Parameter = z.object({
  name: z.string(),
  type: z.string(),
  value: z.string(),
  version: z.number(),
  description: z.string().optional(),
  changedAt: z.coerce.date(),
});
type Parameter = z.infer<typeof Parameter>;

export interface LocalSsm extends JsonService {
  put(name: string, value: string, type?: string, description?: string, tier?: string): void;
  remove(name: string): void;
  has(name: string): boolean;
}

/** Members that each operation respects. A SecureString is kept as it is, so there is nothing to decrypt. */
const members = {
  PutParameter: ['Name', 'Value', 'Type', 'Description', 'Overwrite', 'Tier'],
  GetParameter: ['Name', 'WithDecryption'],
  GetParameters: ['Names', 'WithDecryption'],
  GetParametersByPath: ['Path', 'Recursive', 'WithDecryption', 'MaxResults', 'NextToken'],
  DescribeParameters: ['MaxResults', 'NextToken'],
  DeleteParameter: ['Name'],
  DeleteParameters: ['Names'],
};

/** Parameter Store: String, StringList and SecureString, the newest version of each. */
export function createSsm(context: CloudContext): LocalSsm {
  const parameters = new KeptMap(journalOf(context, 'ssm'), (value) => Parameter.parse(value));

  function arn(name: string): string {
    return `arn:aws:ssm:${context.region}:${context.account}:parameter${name.startsWith('/') ? '' : '/'}${name}`;
  }
  function put(name: string, value: string, type = 'String', description?: string, tier?: string): number {
    if (Buffer.byteLength(value) > 4096 && tier !== 'Advanced')
      throw new AwsError(
        'ValidationException',
        'a standard parameter holds at most 4096 bytes; use the Advanced tier',
      );
    const version = (parameters.get(name)?.version ?? 0) + 1;
    parameters.set(name, { name, type, value, version, description, changedAt: context.clock.now() });
    return version;
  }
  function describe({ name, type, version, changedAt, description }: Parameter) {
    return {
      Name: name,
      ARN: arn(name),
      Type: type,
      Version: version,
      LastModifiedDate: changedAt,
      DataType: 'text',
      Description: description,
    };
  }
  function withValue(parameter: Parameter) {
    const { Description, ...rest } = describe(parameter);
    return { ...rest, Value: parameter.value };
  }
  function sorted(): readonly Parameter[] {
    return [...parameters.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  return {
    protocol: 'json-1.1',
    name: 'ssm',
    targetPrefix: 'AmazonSSM',
    put: (name, value, type, description, tier) => void put(name, value, type, description, tier),
    remove: (name) => void parameters.delete(name),
    has: (name) => parameters.has(name),
    operations: withKnownMembers('ssm', 'ValidationException', members, {
      PutParameter(input) {
        const name = requiredText(input, 'Name');
        const value = requiredText(input, 'Value');
        if (parameters.has(name) && input['Overwrite'] !== true)
          throw new AwsError(
            'ParameterAlreadyExists',
            `the parameter ${name} already exists; set Overwrite to replace it`,
          );
        const version = put(
          name,
          value,
          optionalText(input, 'Type'),
          optionalText(input, 'Description'),
          optionalText(input, 'Tier'),
        );
        return { Version: version, Tier: 'Standard' };
      },
      GetParameter(input) {
        const name = requiredText(input, 'Name');
        const parameter = parameters.get(name);
        if (parameter === undefined) throw notFound(name);
        return { Parameter: withValue(parameter) };
      },
      GetParameters(input) {
        const names = textList(input, 'Names');
        const found = names.flatMap((name) => parameters.get(name) ?? []);
        const InvalidParameters = names.filter((name) => !parameters.has(name));
        return { Parameters: found.map(withValue), InvalidParameters };
      },
      GetParametersByPath(input) {
        const path = `${requiredText(input, 'Path').replace(/\/$/, '')}/`;
        const below = sorted().filter(({ name }) => {
          const rest = name.startsWith(path) ? name.slice(path.length) : '';
          return rest !== '' && (input['Recursive'] === true || !rest.includes('/'));
        });
        const size = optionalNumber(input, 'MaxResults') ?? 10;
        if (size > 10)
          throw new AwsError('ValidationException', `MaxResults is ${size}; 1 to 10 are allowed`);
        const { page, nextToken } = cutPage(below, size, optionalText(input, 'NextToken'));
        return { Parameters: page.map(withValue), NextToken: nextToken };
      },
      DescribeParameters(input) {
        const size = optionalNumber(input, 'MaxResults') ?? 50;
        const { page, nextToken } = cutPage(sorted(), size, optionalText(input, 'NextToken'));
        return { Parameters: page.map(describe), NextToken: nextToken };
      },
      DeleteParameter(input) {
        const name = requiredText(input, 'Name');
        if (!parameters.delete(name)) throw notFound(name);
      },
      DeleteParameters(input) {
        const names = textList(input, 'Names');
        const DeletedParameters = names.filter((name) => parameters.delete(name));
        return {
          DeletedParameters,
          InvalidParameters: names.filter((name) => !DeletedParameters.includes(name)),
        };
      },
    }),
  };
}

function notFound(name: string): AwsError {
  return new AwsError('ParameterNotFound', `the parameter ${name} does not exist`);
}
