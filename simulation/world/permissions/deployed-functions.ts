import { resolve, type Scope } from '@lakeferry/local-cloud/iam';
import * as z from 'zod/mini';
import { account, namesOf, region } from '../names';

/** Function as the platform's template deploys it. */
export interface DeployedFunction {
  /** Folder of its code, such as `poll-tasks`. */
  readonly name: string;
  readonly timeoutSeconds: number;
  /** Inline policies of its role, by their names. */
  readonly policies: readonly (readonly [string, Readonly<Record<string, unknown>>])[];
}

const Properties = z.record(z.string(), z.unknown());
const Template = z.object({
  Resources: z.record(z.string(), z.object({ Type: z.string(), Properties: z.optional(Properties) })),
});
type Resources = z.infer<typeof Template>['Resources'];

const FunctionProperties = z.object({
  FunctionName: z.string(),
  Timeout: z.number(),
  Role: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }),
  Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
});
const RoleProperties = z.object({
  Policies: z.array(z.object({ PolicyName: z.string(), PolicyDocument: z.unknown() })),
});

/** Reads the functions of a platform's template, with physical names as in a world. */
export function deployedFunctions(template: unknown, environment: string): readonly DeployedFunction[] {
  const { Resources: resources } = Template.parse(template);
  const functions = Object.values(resources).flatMap(({ Type, Properties: properties }) =>
    Type === 'AWS::Lambda::Function' && isOwn(properties) ? [FunctionProperties.parse(properties)] : [],
  );
  const scope = scopeOf(resources, physicalNames(functions, environment), environment);
  return functions.map(({ FunctionName, Timeout, Role }) => {
    const { Policies } = RoleProperties.parse(resources[Role['Fn::GetAtt'][0]]?.Properties);
    return {
      name: FunctionName.replace(`lakeferry-${environment}-`, ''),
      timeoutSeconds: Timeout,
      policies: Policies.map(({ PolicyName, PolicyDocument }) => [
        PolicyName,
        Properties.parse(resolve(PolicyDocument, scope)),
      ]),
    };
  });
}

/** CDK adds functions of its own, such as one that empties buckets. */
function isOwn(properties: Readonly<Record<string, unknown>> | undefined): boolean {
  return typeof properties?.['FunctionName'] === 'string';
}

/** Physical names by logical IDs: of what the functions' environment names. */
function physicalNames(
  functions: readonly z.infer<typeof FunctionProperties>[],
  environment: string,
): ReadonlyMap<string, string> {
  const names = namesOf(environment);
  const variables: Readonly<Record<string, string>> = {
    HISTORY_TABLE: names.historyTable,
    STAGING_BUCKET: names.stagingBucket,
    LAKE_BUCKET: names.lakeBucket,
    ALERTS_TOPIC_ARN: names.arn('sns', names.alertsTopic),
  };
  const Reference = z.object({ Ref: z.string() });
  return new Map(
    functions.flatMap(({ Environment }) =>
      Object.entries(variables).flatMap(([variable, name]): [string, string][] => {
        const reference = Reference.safeParse(Environment.Variables[variable]);
        return reference.success ? [[reference.data.Ref, name]] : [];
      }),
    ),
  );
}

function scopeOf(resources: Resources, physical: ReadonlyMap<string, string>, environment: string): Scope {
  const pseudo: Readonly<Record<string, unknown>> = {
    'AWS::AccountId': account,
    'AWS::Region': region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
  };
  const nameOf = (id: string): string => physical.get(id) ?? id;
  const arns: Readonly<Record<string, (id: string) => string>> = {
    'AWS::DynamoDB::Table': (id) => `arn:aws:dynamodb:${region}:${account}:table/${nameOf(id)}`,
    'AWS::S3::Bucket': (id) => `arn:aws:s3:::${nameOf(id)}`,
    'AWS::DMS::ReplicationInstance': () => namesOf(environment).replicationInstanceArn,
  };
  const refOf = (id: string): unknown => {
    const type = resources[id]?.Type;
    if (type === 'AWS::DMS::ReplicationInstance') return arns[type]?.(id);
    return type === undefined ? undefined : nameOf(id);
  };
  return {
    zones: [],
    ref: (name) => pseudo[name] ?? refOf(name),
    // Of other resources, such as log groups, nothing is called in a world.
    attribute: (id) => arns[resources[id]?.Type ?? '']?.(id) ?? `arn:aws:other:::${id}`,
    condition: () => false,
    mapping: () => undefined,
    exported: () => undefined,
  };
}
