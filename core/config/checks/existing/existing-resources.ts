import type { Finding, Problem } from '../../reading/problem';
import type { CheckedFiles } from '../../reading/read-files';
import type { Connections } from '../../schema/connections-schema';
import type { Environment } from '../../schema/environment-schema';
import { effectiveConnections } from '../effective-connections';
import { otherPartition } from './partition';
import { checkSharedResources } from './shared-resources';

/**
 * Endpoints that an environment can name: their ARNs are twice in the policy of a role, which has 10,240 characters
 * (test/infra/policy-size.test.ts).
 */
const mostEndpoints = 30;

/** Existing resources that an environment cannot use: of another account or region, or shared by jobs. */
export function checkExistingResources({ departments, connections, environments }: CheckedFiles): Problem[] {
  const [written] = connections;
  if (written === undefined) return [];
  const all = environments.map(({ data }) => data);
  const named = [
    ...Object.entries(written.data.sources).map(([name, { endpoint }]) => ({
      path: ['sources', name, 'endpoint'],
      name,
      endpoint,
    })),
    ...Object.entries(written.data.targets).map(([name, { endpoint }]) => ({
      path: ['targets', name, 'endpoint'],
      name,
      endpoint,
    })),
  ];
  return [
    ...written.place(
      named.flatMap(({ path, name, endpoint }) =>
        all
          .filter((environment) => environment.connections?.[name]?.endpoint === undefined)
          .flatMap((environment) => elsewhere(path, endpoint, environment, perEnvironment))
          .slice(0, 1),
      ),
    ),
    ...written.place(withoutLogin(written.data, all)),
    ...environments.flatMap(({ place, data }) =>
      place([
        ...('arn' in data['replication-instance']
          ? elsewhere(['replication-instance', 'arn'], data['replication-instance'].arn, data, sameAccount)
          : []),
        ...existingArns(data).flatMap(({ key, arn }) =>
          elsewhere(['existing', ...key], arn, data, sameAccount),
        ),
        ...Object.entries(data.connections ?? {}).flatMap(([name, { endpoint }]) =>
          elsewhere(['connections', name, 'endpoint'], endpoint, data, sameAccount),
        ),
        ...tooMany(data, written.data),
      ]),
    ),
    ...checkSharedResources(departments, written, environments),
  ];
}

/** Sources without a secret, in an environment in which Lakeferry would create their endpoint. */
function withoutLogin(written: Connections, environments: readonly Environment[]): Finding[] {
  return effectiveConnections(written, environments).flatMap(({ sources, environment }) =>
    Object.entries(sources)
      .filter(([, { secret, endpoint }]) => secret === undefined && endpoint === undefined)
      .map(([name]) => ({
        path: ['sources', name],
        onKey: true,
        message: `"secret" is missing${environment === undefined ? '' : `, and in the environment "${environment}" the source has no existing endpoint`}`,
        hint: 'write secret: lakeferry/sales-db, or name an existing endpoint',
      })),
  );
}

function existingArns({ existing = {} }: Environment) {
  return [
    { key: ['staging-bucket', 'kms-key'], arn: existing['staging-bucket']?.['kms-key'] },
    { key: ['lake-bucket', 'kms-key'], arn: existing['lake-bucket']?.['kms-key'] },
    { key: ['alerts-topic'], arn: existing['alerts-topic'] },
    { key: ['staging-role'], arn: existing['staging-role'] },
    { key: ['secrets-role'], arn: existing['secrets-role'] },
  ];
}

const sameAccount = 'write a resource of the same account and region';
const perEnvironment = 'write it under connections of each environment’s file';

/** DMS uses endpoints and instances of its own account and region. Roles have no region. */
function elsewhere(
  path: readonly PropertyKey[],
  arn: string | undefined,
  environment: Environment,
  hint: string,
): Finding[] {
  if (arn === undefined) return [];
  const [, partition, , ofRegion, ofAccount] = arn.split(':');
  if (partition !== 'aws') return [{ path, value: arn, ...otherPartition(arn) }];
  const { region } = environment;
  const { account, why } = accountOf(environment);
  const here = ofRegion === region || ofRegion === '';
  if (here && (account === undefined || account === ofAccount)) return [];
  return [
    {
      path,
      value: arn,
      message: `"${arn}" is out of reach of the environment "${environment.environment}", which is in ${here ? `account ${account}${why}` : region}`,
      hint,
    },
  ];
}

/** Without `account`, all resources have to be in the account of the first one. */
function accountOf(environment: Environment): { readonly account: string | undefined; readonly why: string } {
  if (environment.account !== undefined) return { account: environment.account, why: '' };
  const { 'replication-instance': instance, connections = {} } = environment;
  const arns = [
    'arn' in instance ? instance.arn : undefined,
    ...existingArns(environment).map(({ arn }) => arn),
    ...Object.values(connections).map(({ endpoint }) => endpoint),
  ];
  return {
    account: arns.find((arn) => arn !== undefined)?.split(':')[4],
    why: ' by another ARN of its file',
  };
}

function tooMany(
  { environment, connections = {} }: Environment,
  { sources, targets }: Connections,
): Finding[] {
  const all: readonly (readonly [string, { readonly endpoint?: string | undefined }])[] = [
    ...Object.entries(sources),
    ...Object.entries(targets),
  ];
  const arns = new Set(all.flatMap(([name, { endpoint }]) => connections[name]?.endpoint ?? endpoint ?? []));
  if (arns.size <= mostEndpoints) return [];
  return [
    {
      path: ['environment'],
      value: environment,
      message: `"${environment}" names ${arns.size} existing endpoints: more than ${mostEndpoints} do not fit into the policy of a role`,
      hint: 'let Lakeferry create some of them: remove their "endpoint"',
    },
  ];
}
