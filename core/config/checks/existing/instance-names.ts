import type { Finding, Problem } from '../../reading/problem';
import type { CheckedFiles } from '../../reading/read-files';
import type { Connections } from '../../schema/connections-schema';
import type { Environment } from '../../schema/environment-schema';
import { type ExistingInstance, jobResources } from '../../schema/existing-dms-schema';

interface Named {
  readonly place: (findings: readonly Finding[]) => Problem[];
  readonly path: readonly PropertyKey[];
  readonly instance: ExistingInstance;
}

/** An instance that is named at several places has one identifier and one limit. */
export function checkInstanceNames({ departments, connections, environments }: CheckedFiles): Problem[] {
  const [written] = connections;
  if (written === undefined) return [];
  const problems = environments.flatMap(({ place, data }) => {
    const first = new Map<string, ExistingInstance>();
    return [
      ...ofEnvironment(data, written.data).map((one) => ({ ...one, place })),
      ...ofConnections(data, written.data).map((one) => ({ ...one, place: written.place })),
      ...departments.flatMap((department) => ofJobs(department, data.environment)),
    ].flatMap(({ place: placed, path, instance }) => {
      const known = first.get(instance.arn);
      if (known === undefined) first.set(instance.arn, instance);
      return known === undefined ? [] : placed(differences(path, instance, known));
    });
  });
  // A line of connections.yaml is read for each environment.
  return [...new Map(problems.map((one) => [`${one.file} ${one.path} ${one.message}`, one])).values()];
}

function ofEnvironment(
  { 'replication-instance': instance, connections = {} }: Environment,
  { sources }: Connections,
): readonly Omit<Named, 'place'>[] {
  return [
    ...('arn' in instance ? [{ path: ['replication-instance'], instance }] : []),
    ...Object.entries(connections).flatMap(([name, { 'replication-instance': ofSource }]) =>
      ofSource === undefined || sources[name] === undefined
        ? []
        : [{ path: ['connections', name, 'replication-instance'], instance: ofSource }],
    ),
  ];
}

function ofConnections(
  { connections = {} }: Environment,
  { sources }: Connections,
): readonly Omit<Named, 'place'>[] {
  return Object.entries(sources).flatMap(([name, { 'replication-instance': instance }]) =>
    instance === undefined || connections[name]?.['replication-instance'] !== undefined
      ? []
      : [{ path: ['sources', name, 'replication-instance'], instance }],
  );
}

function ofJobs({ place, data }: CheckedFiles['departments'][number], environment: string): readonly Named[] {
  return data.jobs.flatMap((job, index) => {
    const { 'replication-instance': instance } = jobResources(job, environment);
    if (instance === undefined) return [];
    return [{ place, path: ['jobs', index, 'existing', environment, 'replication-instance'], instance }];
  });
}

function differences(
  path: readonly PropertyKey[],
  { arn, identifier, 'max-concurrent-runs': most }: ExistingInstance,
  { identifier: knownIdentifier, 'max-concurrent-runs': knownMost }: ExistingInstance,
): Finding[] {
  return [
    ...(identifier === knownIdentifier
      ? []
      : [
          {
            path: [...path, 'identifier'],
            value: identifier,
            message: `"${identifier}" is not the identifier that the files name elsewhere for ${arn}: "${knownIdentifier}"`,
            hint: 'write its ReplicationInstanceIdentifier in all places',
          },
        ]),
    ...(most === knownMost
      ? []
      : [
          {
            path: most === undefined ? path : [...path, 'max-concurrent-runs'],
            message: `max-concurrent-runs of ${identifier} is ${most ?? 'not set'} here, and ${knownMost ?? 'not set'} elsewhere: it is a limit of the instance`,
            hint: 'write the same limit in all places',
          },
        ]),
  ];
}
