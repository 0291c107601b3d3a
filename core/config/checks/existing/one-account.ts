import type { Finding, Problem } from '../../reading/problem';
import type { CheckedFiles } from '../../reading/read-files';
import type { Connections } from '../../schema/connections-schema';
import type { Environment } from '../../schema/environment-schema';
import { jobResources } from '../../schema/existing-dms-schema';
import { accountOf } from './reach';

interface Named {
  readonly place: (findings: readonly Finding[]) => Problem[];
  readonly path: readonly PropertyKey[];
  readonly arn: string | undefined;
}

/** Resources of jobs and connections in an environment whose file says no account: they are in one. */
export function checkOneAccount({ departments, connections, environments }: CheckedFiles): Problem[] {
  const [written] = connections;
  if (written === undefined) return [];
  const problems = environments.flatMap(({ data }) => {
    if (accountOf(data).account !== undefined) return [];
    let first: string | undefined;
    return [
      ...ofConnections(written.data, data).map((one) => ({ ...one, place: written.place })),
      ...departments.flatMap((department) => ofJobs(department, data.environment)),
    ].flatMap(({ place, path, arn }) => {
      if (arn === undefined) return [];
      first ??= arn;
      return accountIn(arn) === accountIn(first) ? [] : place([otherAccount(path, arn, first, data)]);
    });
  });
  // A line of connections.yaml is read for each environment.
  return [...new Map(problems.map((one) => [`${one.file} ${one.path}`, one])).values()];
}

function ofConnections(
  { sources, targets }: Connections,
  { connections: overrides = {} }: Environment,
): readonly Omit<Named, 'place'>[] {
  const endpoint = (key: 'sources' | 'targets', name: string, arn: string | undefined) =>
    overrides[name]?.endpoint === undefined ? [{ path: [key, name, 'endpoint'], arn }] : [];
  return [
    ...Object.entries(sources).flatMap(([name, source]) => [
      ...endpoint('sources', name, source.endpoint),
      ...(overrides[name]?.['replication-instance'] === undefined
        ? [
            {
              path: ['sources', name, 'replication-instance', 'arn'],
              arn: source['replication-instance']?.arn,
            },
          ]
        : []),
    ]),
    ...Object.entries(targets).flatMap(([name, target]) => endpoint('targets', name, target.endpoint)),
  ];
}

function ofJobs({ place, data }: CheckedFiles['departments'][number], environment: string): readonly Named[] {
  return data.jobs.flatMap((job, index) => {
    const named = jobResources(job, environment);
    const path = ['jobs', index, 'existing', environment];
    return [
      {
        place,
        path: [...path, 'replication-instance', 'arn'],
        arn: named['replication-instance']?.arn,
      },
      { place, path: [...path, 'source-endpoint'], arn: named['source-endpoint'] },
      { place, path: [...path, 'target-endpoint'], arn: named['target-endpoint'] },
    ];
  });
}

function otherAccount(
  path: readonly PropertyKey[],
  arn: string,
  first: string,
  { environment }: Environment,
): Finding {
  return {
    path,
    value: arn,
    message: `"${arn}" is in another account than "${first}", and the environment "${environment}" is in one account`,
    hint: `write resources of one account, and its account in the file of ${environment}`,
  };
}

function accountIn(arn: string): string | undefined {
  return arn.split(':')[4];
}
