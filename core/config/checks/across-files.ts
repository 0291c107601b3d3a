import { didYouMean } from '../../nearest-name';
import type { Finding, Problem } from '../reading/problem';
import type { Checked, CheckedFiles } from '../reading/read-files';
import type { Environment } from '../schema/environment-schema';
import { checkConnections, checkOverride } from './connection-checks';
import { checkPublishingTarget } from './lake-checks';
import { jobUses, withoutOwnEndpoint } from './existing/job-uses';
import { checkLakePrefixes } from './lake-prefixes';
import { checkLoadsAcross } from './loads-across-files';
import { checkPartitionsEngine, checkPartitionsTarget } from './partition-checks';
import { checkStartFrom } from './replication-checks';
import { checkSlots } from './slot-checks';
import { checkPartitions } from './split-checks';
import { checkTarget } from './target/target-checks';
import { checkCollisions } from './target/target-collisions';

/** Problems between files: names that exist twice or not at all. */
export function checkAcrossFiles(files: CheckedFiles): Problem[] {
  return [
    ...missingFiles(files),
    ...duplicates(files),
    ...checkLakePrefixes(files.departments),
    ...connectionProblems(files),
    ...checkCollisions(files),
    ...checkSlots(files),
    ...checkLoadsAcross(files.departments, files.connections[0]?.data, knownConnections(files).target),
  ];
}

function missingFiles(files: CheckedFiles): Problem[] {
  const missing = (file: string, message: string): Problem[] => [
    { severity: 'error', file, line: 1, column: 1, path: '', message },
  ];
  const brokenEnvironments = files.problems.some((problem) => problem.file.includes('environments/'));
  return [
    ...(files.connections.length === 0 && !files.brokenConnections
      ? missing('connections.yaml', 'connections.yaml is missing: it names the sources and targets')
      : []),
    ...(files.environments.length === 0 && !brokenEnvironments
      ? missing('environments', 'environments/<name>.yaml is missing: it says where to deploy')
      : []),
  ];
}

function duplicates(files: CheckedFiles): Problem[] {
  return [
    ...twice(files.departments, 'department', (data) => data.department),
    ...twice(files.environments, 'environment', (data) => data.environment),
    ...files.connections.slice(1).flatMap(({ place }) =>
      place([
        {
          path: [],
          message: `there are two connection files, the other is ${files.connections[0]?.path}`,
          hint: 'put all connections into one of them',
        },
      ]),
    ),
  ];
}

function twice<T>(items: readonly Checked<T>[], key: string, nameOf: (data: T) => string): Problem[] {
  const first = new Map<string, string>();
  return items.flatMap(({ path, place, data }) => {
    const name = nameOf(data);
    const other = first.get(name);
    if (other === undefined) {
      first.set(name, path);
      return [];
    }
    const message = `"${name}" is the name of two ${key}s: it is also in ${other}`;
    return place([{ path: [key], value: name, message, hint: 'rename one of them' }]);
  });
}

/** Names in connections.yaml, those of connections with errors included. */
export function knownConnections({ connections }: CheckedFiles): {
  readonly source: readonly string[];
  readonly target: readonly string[];
} {
  const namesIn = (key: 'sources' | 'targets'): string[] => {
    const written = connections[0]?.written;
    if (typeof written !== 'object' || written === null) return [];
    const entries: unknown = Reflect.get(written, key);
    return typeof entries === 'object' && entries !== null ? Object.keys(entries) : [];
  };
  return { source: namesIn('sources'), target: namesIn('targets') };
}

function connectionProblems(files: CheckedFiles): Problem[] {
  const [connections] = files.connections;
  if (connections === undefined) return [];
  const sources = new Map(Object.entries(connections.data.sources));
  const known = knownConnections(files);

  const unknown = (
    path: readonly PropertyKey[],
    kind: 'source' | 'target',
    name: string | undefined,
  ): Finding[] =>
    name === undefined || known[kind].includes(name)
      ? []
      : [{ path, value: name, allowed: known[kind], ...unknownName(kind, name, known[kind]) }];

  const inDepartments = files.departments.flatMap(({ place, data }) =>
    place([
      ...unknown(['source'], 'source', data.source),
      ...unknown(['target'], 'target', data.target),
      ...data.jobs.flatMap((job, index) => [
        ...unknown(['jobs', index, 'source'], 'source', job.source),
        ...unknown(['jobs', index, 'target'], 'target', job.target),
        ...[
          ...[checkStartFrom, checkPartitions, checkPartitionsEngine].flatMap((check) =>
            check(job, sources.get(job.source ?? data.source)?.engine),
          ),
          ...checkTarget(job, data, connections.data),
          ...checkPartitionsTarget(job, connections.data.targets[job.target ?? data.target]?.engine),
          ...checkPublishingTarget(job, connections.data.targets[job.target ?? data.target]?.engine),
        ].map((finding) => ({ ...finding, path: ['jobs', index, ...finding.path] })),
      ]),
    ]),
  );
  const ofOwners = (environments: readonly Environment[]): ReadonlySet<string> =>
    withoutOwnEndpoint(
      files.departments.flatMap((department) => jobUses(department, connections.data, environments)),
    );
  const inEnvironments = files.environments.flatMap(({ place, data }) => {
    const overrides = Object.entries(data.connections ?? {});
    if (overrides.length === 0) return [];
    const named = ofOwners([data]);
    return place(
      overrides.flatMap(([name, override]) =>
        checkOverride(name, override, connections.data, [...known.source, ...known.target], named.has(name)),
      ),
    );
  });
  const environments = files.environments.map(({ data }) => data);
  return [
    ...inDepartments,
    ...inEnvironments,
    ...connections.place(checkConnections(connections.data, environments, ofOwners(environments))),
  ];
}

function unknownName(
  kind: string,
  name: string,
  known: readonly string[],
): { message: string; hint: string } {
  return {
    message: `"${name}" is not a ${kind} in connections.yaml`,
    hint: didYouMean(name, known).hint ?? `${kind}s: ${known.join(', ') || 'none'}`,
  };
}
