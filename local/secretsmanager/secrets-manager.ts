import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { journalOf } from '../durable/journal';
import { KeptMap } from '../durable/kept-map';
import { inputs, optionalNumber, optionalText, requiredText } from '../gateway/input';
import { cutPage } from '../gateway/paging';
import { withKnownMembers } from '../known-members';
import { AwsError, type CloudContext, type Input, type JsonService } from '../service';
import { unsupported } from '../unsupported';

const Secret = z.object({
  name: z.string(),
  arn: z.string(),
  description: z.string().optional(),
  createdAt: z.coerce.date(),
  changedAt: z.coerce.date(),
  tags: z.array(z.record(z.string(), z.unknown())),
  /** Absent until a first value is put. */
  current: z.object({ id: z.string(), value: z.string(), previous: z.string().optional() }).optional(),
});
type Secret = z.infer<typeof Secret>;

export interface LocalSecrets extends JsonService {
  /** Creates or overwrites a secret and returns its ARN. */
  put(name: string, value: string): string;
  /** Reads a secret by name or ARN. Rejects when it does not exist. */
  read(nameOrArn: string): Promise<string>;
  has(nameOrArn: string): boolean;
  arn(nameOrArn: string): string;
  remove(nameOrArn: string): void;
}

/** Members that each operation respects. Without a time to recover, both members of DeleteSecret say the same. */
const members = {
  CreateSecret: ['Name', 'Description', 'SecretString', 'ClientRequestToken', 'Tags'],
  GetSecretValue: ['SecretId', 'VersionId', 'VersionStage'],
  PutSecretValue: ['SecretId', 'SecretString', 'ClientRequestToken'],
  UpdateSecret: ['SecretId', 'Description', 'SecretString', 'ClientRequestToken'],
  DescribeSecret: ['SecretId'],
  ListSecrets: ['MaxResults', 'NextToken'],
  DeleteSecret: ['SecretId', 'ForceDeleteWithoutRecovery', 'RecoveryWindowInDays'],
};

/**
 * Secrets Manager. Values are never logged. Only a durable cloud writes them to disk, readable by its user
 * only.
 */
export function createSecretsManager(context: CloudContext): LocalSecrets {
  const secrets = new KeptMap(journalOf(context, 'secretsmanager'), (value) => Secret.parse(value));

  function find(nameOrArn: string): Secret | undefined {
    const byName = secrets.get(nameOrArn);
    if (byName !== undefined || !nameOrArn.startsWith('arn:')) return byName;
    // For the SDK, an ARN without the six characters at its end is a name as well.
    return [...secrets.values()].find(({ arn }) => arn === nameOrArn || arn.slice(0, -7) === nameOrArn);
  }
  function at(input: Input): Secret {
    const id = requiredText(input, 'SecretId');
    const secret = find(id);
    if (secret === undefined)
      throw new AwsError(
        'ResourceNotFoundException',
        `Secrets Manager can't find the specified secret "${id}".`,
      );
    return secret;
  }
  function add(name: string, description?: string, tags: Input[] = []): Secret {
    const suffix = randomBytes(3).toString('hex');
    const arn = `arn:aws:secretsmanager:${context.region}:${context.account}:secret:${name}-${suffix}`;
    const now = context.clock.now();
    const secret: Secret = { name, arn, description, createdAt: now, changedAt: now, tags };
    secrets.set(name, secret);
    return secret;
  }
  function setValue(secret: Secret, value: string, id: string = randomUUID()): string {
    const previous = secret.current?.id;
    secret.current = { id, value, previous };
    secret.changedAt = context.clock.now();
    secrets.set(secret.name, secret);
    return id;
  }
  function currentOf(secret: Secret): NonNullable<Secret['current']> {
    if (secret.current !== undefined) return secret.current;
    throw new AwsError(
      'ResourceNotFoundException',
      `Secrets Manager can't find the specified secret value for staging label: AWSCURRENT (${secret.name})`,
    );
  }
  function put(input: Input) {
    const secret = at(input);
    const id = setValue(
      secret,
      requiredText(input, 'SecretString'),
      optionalText(input, 'ClientRequestToken'),
    );
    return { ARN: secret.arn, Name: secret.name, VersionId: id, VersionStages: ['AWSCURRENT'] };
  }
  function describe(secret: Secret) {
    return {
      ARN: secret.arn,
      Name: secret.name,
      Description: secret.description,
      CreatedDate: secret.createdAt,
      LastChangedDate: secret.changedAt,
      Tags: secret.tags,
    };
  }

  return {
    protocol: 'json-1.1',
    name: 'secretsmanager',
    targetPrefix: 'secretsmanager',
    put(name, value) {
      const secret = find(name) ?? add(name);
      setValue(secret, value);
      return secret.arn;
    },
    async read(nameOrArn) {
      return currentOf(at({ SecretId: nameOrArn })).value;
    },
    arn: (nameOrArn) => at({ SecretId: nameOrArn }).arn,
    has: (nameOrArn) => find(nameOrArn) !== undefined,
    remove: (nameOrArn) => void secrets.delete(find(nameOrArn)?.name ?? ''),
    operations: withKnownMembers('secretsmanager', 'InvalidParameterException', members, {
      CreateSecret(input) {
        const name = requiredText(input, 'Name');
        if (secrets.has(name))
          throw new AwsError(
            'ResourceExistsException',
            `The operation failed because the secret ${name} already exists.`,
          );
        const secret = add(name, optionalText(input, 'Description'), [...inputs(input, 'Tags')]);
        const value = optionalText(input, 'SecretString');
        const id =
          value === undefined
            ? undefined
            : setValue(secret, value, optionalText(input, 'ClientRequestToken'));
        return { ARN: secret.arn, Name: name, VersionId: id };
      },
      GetSecretValue(input) {
        const secret = at(input);
        const { id, value } = currentOf(secret);
        const { VersionId = id, VersionStage = 'AWSCURRENT' } = input;
        if (VersionId !== id || VersionStage !== 'AWSCURRENT')
          throw new AwsError('InvalidParameterException', unsupported('a version that is not AWSCURRENT'));
        const { arn: ARN, name: Name, changedAt: CreatedDate } = secret;
        return { ARN, Name, VersionId: id, SecretString: value, VersionStages: ['AWSCURRENT'], CreatedDate };
      },
      PutSecretValue: put,
      UpdateSecret(input) {
        const secret = at(input);
        secret.description = optionalText(input, 'Description') ?? secret.description;
        if (optionalText(input, 'SecretString') !== undefined) return put(input);
        secrets.set(secret.name, secret);
        return { ARN: secret.arn, Name: secret.name };
      },
      DescribeSecret(input) {
        const secret = at(input);
        const { current } = secret;
        const stages: Record<string, string[]> =
          current === undefined ? {} : { [current.id]: ['AWSCURRENT'] };
        if (current?.previous !== undefined) stages[current.previous] = ['AWSPREVIOUS'];
        return { ...describe(secret), VersionIdsToStages: stages };
      },
      ListSecrets(input) {
        const size = optionalNumber(input, 'MaxResults') ?? 100;
        const { page, nextToken } = cutPage([...secrets.values()], size, optionalText(input, 'NextToken'));
        return { SecretList: page.map(describe), NextToken: nextToken };
      },
      DeleteSecret(input) {
        const secret = at(input);
        secrets.delete(secret.name);
        return { ARN: secret.arn, Name: secret.name, DeletionDate: context.clock.now() };
      },
    }),
  };
}
