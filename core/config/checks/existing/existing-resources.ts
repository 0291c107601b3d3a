import type { Finding, Problem } from '../../reading/problem';
import type { CheckedFiles } from '../../reading/read-files';
import type { Connections } from '../../schema/connections-schema';
import type { Environment } from '../../schema/environment-schema';
import { effectiveConnections } from '../effective-connections';
import { checkInstanceNames } from './instance-names';
import { checkJobResources } from './job-resources';
import { type JobUse, jobUses } from './job-uses';
import { checkOneAccount } from './one-account';
import { elsewhere, existingArns } from './reach';
import { checkSharedResources } from './shared-resources';

/**
 * Endpoints and instances of jobs that an environment can name: their ARNs are twice in the policy of a role, which has 10,240
 * characters (test/infra/policy-size.test.ts).
 */
const mostNamed = 30;

/** Existing resources that an environment cannot use: of another account or region, or shared by jobs. */
export function checkExistingResources(files: CheckedFiles): Problem[] {
  const { departments, connections, environments } = files;
  const [written] = connections;
  if (written === undefined) return [];
  const all = environments.map(({ data }) => data);
  const uses = departments.flatMap((department) => jobUses(department, written.data, all));
  return [
    ...written.place(namedInConnections(written.data, all)),
    ...written.place(withoutLogin(written.data, all, uses)),
    ...environments.flatMap(({ place, data }) =>
      place([
        ...('arn' in data['replication-instance']
          ? elsewhere(['replication-instance', 'arn'], data['replication-instance'].arn, data)
          : []),
        ...existingArns(data).flatMap(({ key, arn }) => elsewhere(['existing', ...key], arn, data)),
        ...Object.entries(data.connections ?? {}).flatMap(
          ([name, { endpoint, 'replication-instance': instance }]) => [
            ...elsewhere(['connections', name, 'endpoint'], endpoint, data),
            ...elsewhere(['connections', name, 'replication-instance', 'arn'], instance?.arn, data),
          ],
        ),
        ...tooMany(data, uses),
      ]),
    ),
    ...checkJobResources(files),
    ...checkInstanceNames(files),
    ...checkOneAccount(files),
    ...checkSharedResources(departments, written, environments),
  ];
}

const perEnvironment = 'write it under connections of each environment’s file';

/** ARNs in connections.yaml that an environment neither reaches nor overrides. */
function namedInConnections(
  { sources, targets }: Connections,
  environments: readonly Environment[],
): Finding[] {
  const firstOf = (
    path: readonly PropertyKey[],
    arn: string | undefined,
    isOverridden: (environment: Environment) => boolean,
  ): Finding[] =>
    environments
      .filter((environment) => !isOverridden(environment))
      .flatMap((environment) => elsewhere(path, arn, environment, perEnvironment))
      .slice(0, 1);
  const endpoint = (key: 'sources' | 'targets', name: string, arn: string | undefined): Finding[] =>
    firstOf([key, name, 'endpoint'], arn, ({ connections }) => connections?.[name]?.endpoint !== undefined);
  return [
    ...Object.entries(sources).flatMap(([name, source]) => [
      ...endpoint('sources', name, source.endpoint),
      ...firstOf(
        ['sources', name, 'replication-instance', 'arn'],
        source['replication-instance']?.arn,
        ({ connections }) => connections?.[name]?.['replication-instance'] !== undefined,
      ),
    ]),
    ...Object.entries(targets).flatMap(([name, target]) => endpoint('targets', name, target.endpoint)),
  ];
}

/** Sources without a secret, in an environment in which Lakeferry would create their endpoint. */
function withoutLogin(
  written: Connections,
  environments: readonly Environment[],
  uses: readonly JobUse[],
): Finding[] {
  return effectiveConnections(written, environments).flatMap(({ sources, environment }) =>
    Object.entries(sources)
      .filter(([name, { secret, endpoint }]) => {
        if (secret !== undefined || endpoint !== undefined) return false;
        const using = uses.filter(
          (use) => use.source === name && use.environment?.environment === environment,
        );
        return using.length === 0 || using.some(({ sourceArn }) => sourceArn === undefined);
      })
      .map(([name]) => ({
        path: ['sources', name],
        onKey: true,
        message: `"secret" is missing${environment === undefined ? '' : `, and in the environment "${environment}" the source has no existing endpoint`}`,
        hint: 'write secret: lakeferry/sales-db, or name an existing endpoint',
      })),
  );
}

function tooMany({ environment }: Environment, uses: readonly JobUse[]): Finding[] {
  const here = uses.filter((use) => use.environment?.environment === environment);
  const endpoints = new Set(
    here.flatMap(({ sourceArn, targetArn }) => [sourceArn ?? [], targetArn ?? []].flat()),
  );
  const instances = new Set(here.flatMap(({ instance }) => instance?.arn ?? []));
  if (endpoints.size + instances.size <= mostNamed) return [];
  return [
    {
      path: ['environment'],
      value: environment,
      message: `the jobs of "${environment}" name ${endpoints.size} existing endpoints and ${instances.size} existing instances: more than ${mostNamed} do not fit into the policy of a role`,
      hint: 'let Lakeferry create some of the endpoints, by removing their ARNs',
    },
  ];
}
