import type { Finding, Problem } from '../../reading/problem';
import type { CheckedFiles } from '../../reading/read-files';
import type { Connections } from '../../schema/connections-schema';
import type { Environment } from '../../schema/environment-schema';
import { effectiveConnections } from '../effective-connections';

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
    ...sharedByJobs(departments, written.data, all),
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

/** ARNs under `existing`. Roles have no region. */
function existingArns({ existing = {}, region }: Environment) {
  const inRegion = (arn: string | undefined) => arn?.replace(/^(arn:[^:]*:iam:):/, `$1${region}:`);
  return [
    { key: ['staging-bucket', 'kms-key'], arn: existing['staging-bucket']?.['kms-key'] },
    { key: ['lake-bucket', 'kms-key'], arn: existing['lake-bucket']?.['kms-key'] },
    { key: ['alerts-topic'], arn: existing['alerts-topic'] },
    { key: ['staging-role'], arn: inRegion(existing['staging-role']) },
    { key: ['secrets-role'], arn: inRegion(existing['secrets-role']) },
  ];
}

const sameAccount = 'write a resource of the same account and region';
const perEnvironment = 'write it under connections of each environment’s file';

/** DMS uses endpoints and instances of its own account and region. */
function elsewhere(
  path: readonly PropertyKey[],
  arn: string | undefined,
  { environment, region, account }: Environment,
  hint: string,
): Finding[] {
  const [, , , ofRegion, ofAccount] = arn?.split(':') ?? [];
  if (arn === undefined || (ofRegion === region && (account === undefined || account === ofAccount)))
    return [];
  const where = ofRegion === region ? `account ${account}` : region;
  return [
    {
      path,
      value: arn,
      message: `"${arn}" is out of reach of the environment "${environment}", which is in ${where}`,
      hint,
    },
  ];
}

/** The endpoint's BucketFolder is the folder of one job. */
function sharedByJobs(
  departments: CheckedFiles['departments'],
  { targets }: Connections,
  environments: readonly Environment[],
): Problem[] {
  const isNamed = (name: string): boolean =>
    targets[name]?.engine === 's3' &&
    (targets[name].endpoint !== undefined ||
      environments.some(({ connections }) => connections?.[name]?.endpoint !== undefined));
  const first = new Map<string, string>();
  return departments.flatMap(({ place, data }) =>
    place(
      data.jobs.flatMap((job, index): Finding[] => {
        const target = job.target ?? data.target;
        if (!isNamed(target)) return [];
        const other = first.get(target);
        const key = `${data.department}/${job.name}`;
        if (other === undefined) {
          first.set(target, key);
          return [];
        }
        return [
          {
            path: ['jobs', index, job.target === undefined ? 'name' : 'target'],
            value: job.target ?? job.name,
            message: `the endpoint of "${target}" is also that of ${other}: an existing endpoint of the lake is for one job, as its folder is`,
            hint: 'add another target with engine: s3 to connections.yaml, with an endpoint of its own',
          },
        ];
      }),
    ),
  );
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
