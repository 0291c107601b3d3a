import type { Finding, Problem } from '../../reading/problem';
import type { Checked, CheckedFiles } from '../../reading/read-files';
import type { Connections } from '../../schema/connections-schema';
import type { Department } from '../../schema/department-schema';
import type { Job } from '../../schema/job-schema';
import { type EffectiveConnections, effectiveConnections } from '../effective-connections';
import { checkNameLengths } from './name-lengths';
import { patternsBetween } from './pattern-collisions';
import { checkSeveralToOne } from './several-to-one';
import { databaseKey, databasePlace, isLowered, type TargetPlace, targetPlaces } from './target-places';

/**
 * Tables that would have one place in the target, after every renaming: two tables of one job, tables of two jobs of one
 * database, or a table that a job and a load write. In the lake, each job has its own folder.
 */
export function checkCollisions({ departments, connections, environments }: CheckedFiles): Problem[] {
  const written = connections[0]?.data ?? { sources: {}, targets: {} };
  const found = effectiveConnections(
    written,
    environments.map(({ data }) => data),
  ).flatMap((effective) => [
    ...departments.flatMap((department) => insideJobs(department, effective)),
    ...betweenJobs(departments, effective),
    ...patternsBetween(departments, effective),
  ]);
  // Environments with the same connections have the same collisions.
  return [...new Map(found.map((problem) => [JSON.stringify(problem), problem])).values()];
}

function insideJobs({ place, data }: Checked<Department>, connections: EffectiveConnections): Problem[] {
  return place(
    data.jobs.flatMap((job, index) => {
      const places = targetPlaces(job, data, connections);
      return [
        ...twice(places, hintFor(job, data, connections)),
        ...ontoItself(places, job, data, connections),
        ...checkSeveralToOne(job),
        ...checkNameLengths(places, job, data, connections),
      ].map((finding) => ({ ...finding, path: ['jobs', index, ...finding.path] }));
    }),
  );
}

function twice(places: readonly TargetPlace[], hint: string): Finding[] {
  const seen = new Map<string, TargetPlace>();
  return places.flatMap((one): Finding[] => {
    const other = seen.get(one.place);
    if (other === undefined) {
      seen.set(one.place, one);
      return [];
    }
    return [
      {
        path: one.path,
        value: sourceName(one),
        message: `"${sourceName(other)}" and "${sourceName(one)}" would both be written to "${one.place}"`,
        hint,
      },
    ];
  });
}

function ontoItself(
  places: readonly TargetPlace[],
  job: Job,
  department: Department,
  { sources, targets }: Connections,
): Finding[] {
  const source = sources[job.source ?? department.source];
  const target = targets[job.target ?? department.target];
  if (
    target?.engine !== 'postgres' ||
    source?.secret !== target.secret ||
    source.database !== target.database
  )
    return [];
  return places
    .filter(({ source: one }) => one.schema === one.targetSchema && one.table === one.targetTable)
    .map((one) => ({
      path: one.path,
      message: `"${sourceName(one)}" would be written onto itself: source and target are the same database, ${target.database}`,
      hint: 'choose another target, or set target-schema',
    }));
}

function sourceName({ source }: TargetPlace): string {
  return `${source.schema}.${source.table}`;
}

function hintFor(job: Job, department: Department, { targets }: Connections): string {
  const rename = 'give one of them another rename';
  if (databaseKey(targets[job.target ?? department.target]) !== undefined)
    return `${rename}, or put them in jobs with different target-schema`;
  return isLowered(job, department)
    ? `${rename}, or remove lower-case`
    : `${rename}, or put them in two jobs`;
}

interface Writer {
  readonly who: string;
  readonly kind: 'job' | 'load';
}

function betweenJobs(
  departments: readonly Checked<Department>[],
  connections: EffectiveConnections,
): Problem[] {
  const writers = new Map<string, Writer>();
  /** Findings about a place that another job or load writes. Loads among each other are the matter of `loads-across-files`. */
  const claim = (target: string, shown: string, writer: Writer, path: readonly PropertyKey[]): Finding[] => {
    const key = databaseKey(connections.targets[target]);
    if (key === undefined) return [];
    const other = writers.get(`${key} ${shown}`);
    if (other === undefined) writers.set(`${key} ${shown}`, writer);
    if (other === undefined || other.who === writer.who || (other.kind === 'load' && writer.kind === 'load'))
      return [];
    return [
      {
        path,
        value: shown,
        message: `"${shown}" in ${target} is also written by ${other.kind === 'load' ? 'the load ' : ''}${other.who}: each would overwrite the other`,
        hint:
          writer.kind === 'load'
            ? 'load into another table'
            : 'remove it from one of them, or set another target-schema',
      },
    ];
  };
  return departments.flatMap(({ place, data }) => [
    ...data.jobs.flatMap((job, index) =>
      place(
        targetPlaces(job, data, connections).flatMap((one) =>
          claim(
            job.target ?? data.target,
            one.place,
            { who: `${data.department}/${job.name}`, kind: 'job' },
            ['jobs', index, ...one.path],
          ),
        ),
      ),
    ),
    ...place(
      (data.loads ?? []).flatMap((load, index) => {
        const [schema = '', table = ''] = load.table.split('.');
        return claim(
          load.target,
          databasePlace({ schema, table }),
          { who: `${data.department}/${load.name}`, kind: 'load' },
          ['loads', index, 'table'],
        );
      }),
    ),
  ]);
}
