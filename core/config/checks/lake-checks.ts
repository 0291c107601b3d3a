import { didYouMean } from '../../nearest-name';
import type { Finding, Problem } from '../reading/problem';
import type { Checked } from '../reading/read-files';
import { readTableEntry, UnreadableTableName } from '../reading/table-entry';
import { lakePrefix, publishOf } from '../schema/defaults';
import type { Department } from '../schema/department-schema';
import type { Job } from '../schema/job-schema';
import type { Lake } from '../schema/lake-schema';
import { checkTimeZone } from './schedule-checks';

const arrivalOnly = ['partitions', 'layout', 'time-zone', 'partition-by'] as const;
const snapshotOnly = ['keep'] as const;

/** The places of a layout. */
export const layoutPlaces = ['schema', 'table', 'year', 'month', 'day', 'hour'] as const;

/** How a department's `lake` reads by itself. Paths start at the department. */
export function checkDepartmentLake({ lake }: Department): Finding[] {
  return lake === undefined ? [] : below(['lake'], checkLake(lake));
}

/** How a job's `publish` and `lake` fit together, its mode and its tables. Paths start at the job. */
export function checkPublishing(job: Job, department: Pick<Department, 'lake'>): Finding[] {
  const kind = publishOf(job);
  const { lake } = job;
  return [
    ...endlessSnapshot(job),
    ...(lake === undefined ? [] : below(['lake'], [...checkLake(lake), ...meaningless(lake, kind)])),
    ...sameInLowerCase(job, department),
  ];
}

function below(path: readonly PropertyKey[], findings: readonly Finding[]): Finding[] {
  return findings.map((finding) => ({ ...finding, path: [...path, ...finding.path] }));
}

function checkLake(lake: Lake): Finding[] {
  return [
    ...(lake['time-zone'] === undefined ? [] : checkTimeZone(lake['time-zone'])),
    ...(lake.layout === undefined ? [] : checkLayout(lake.layout)),
    ...(lake.layout === undefined || lake.partitions === undefined
      ? []
      : [
          {
            path: ['partitions'],
            onKey: true,
            message: '"partitions" and "layout" both say how deep the folders are',
            hint: 'leave one of them out',
          },
        ]),
  ];
}

function checkLayout(layout: string): Finding[] {
  const at = (message: string, hint: string): Finding[] => [
    { path: ['layout'], value: layout, message: `"${layout}" ${message}`, hint },
  ];
  const places = [...layout.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? '');
  const unknown = places.find((place) => !layoutPlaces.some((known) => known === place));
  if (unknown !== undefined)
    return at(
      `has an unknown place {${unknown}}`,
      didYouMean(unknown, layoutPlaces).hint ??
        `places: ${layoutPlaces.map((place) => `{${place}}`).join(' ')}`,
    );
  const folders = layout.split('/');
  const literal = layout.replaceAll(/\{[a-z]+\}/g, '');
  if (!/^[A-Za-z0-9!_.*'()=/-]*$/.test(literal) || folders.some((folder) => ['', '.', '..'].includes(folder)))
    return at(
      'is not a layout: folders divided by single slashes, with none at either end',
      'write such as "{schema}/{table}/dt={year}-{month}-{day}"',
    );
  // S1: of two tables' LOAD00000001.csv one would be left. In one folder name, a.b and c are not told from a and b.c.
  const holding = (place: string): number[] =>
    folders.flatMap((folder, index) => (folder.includes(`{${place}}`) ? [index] : []));
  const [schemas, tables] = [holding('schema'), holding('table')];
  if (schemas.length === 0 || tables.length === 0)
    return at(
      `leaves out {${schemas.length === 0 ? 'schema' : 'table'}}: files of two tables would have one key`,
      'write both {schema} and {table}',
    );
  if (!folders.some((_, index) => schemas.includes(index) !== tables.includes(index)))
    return at(
      'has {schema} and {table} in one folder name: two tables could have one folder',
      'put a slash between them',
    );
  return [];
}

function endlessSnapshot({ mode, publish }: Job): Finding[] {
  if (publish !== 'snapshot' || mode === 'full-load') return [];
  return [
    {
      path: ['publish'],
      value: publish,
      allowed: ['arrival', 'none'],
      message: `publish: snapshot is not possible for ${mode}: changes never end`,
      hint: 'write arrival, or choose mode: full-load',
    },
  ];
}

function meaningless(lake: Lake, kind: ReturnType<typeof publishOf>): Finding[] {
  const wrong: readonly (keyof Lake)[] =
    kind === 'arrival' ? snapshotOnly : kind === 'snapshot' ? arrivalOnly : [...snapshotOnly, ...arrivalOnly];
  return wrong
    .filter((key) => lake[key] !== undefined)
    .map((key) => ({
      path: [key],
      onKey: true,
      message: `"${key}" means nothing for publish: ${kind}`,
      hint: `leave it out, or write publish: ${snapshotOnly.some((one) => one === key) ? 'snapshot' : 'arrival'}`,
    }));
}

/** Only of tables named exactly: what a pattern finds is not known before the run. */
function sameInLowerCase(job: Job, department: Pick<Department, 'lake'>): Finding[] {
  const lowered = job.lake?.['lower-case'] ?? department.lake?.['lower-case'] ?? false;
  if (!lowered || publishOf(job) === 'none') return [];
  const seen = new Map<string, string>();
  return job.tables.flatMap((entry, index): Finding[] => {
    const name = exactTarget(entry);
    if (name === undefined) return [];
    const other = seen.get(name.toLowerCase());
    if (other === undefined || other === name) {
      seen.set(name.toLowerCase(), name);
      return [];
    }
    return [
      {
        path: ['tables', index],
        value: name,
        message: `"${name}" and "${other}" are one table in lower case: they would share a folder of the lake`,
        hint: 'rename one of them, or leave lower-case out',
      },
    ];
  });
}

/** Undefined for patterns, for what is left out, and for names that `table-checks` refuses. */
function exactTarget(entry: Job['tables'][number]): string | undefined {
  try {
    const { exact, exclude, rename } = readTableEntry(entry);
    return exact === undefined || exclude ? undefined : `${exact.schema}.${rename ?? exact.table}`;
  } catch (cause) {
    if (cause instanceof UnreadableTableName) return undefined;
    throw cause;
  }
}

/** A database as target has no lake behind it. Paths start at the job. */
export function checkPublishingTarget(job: Job, targetEngine: string | undefined): Finding[] {
  if (targetEngine === undefined || targetEngine === 's3') return [];
  return (['publish', 'lake'] as const)
    .filter((key) => job[key] !== undefined && job[key] !== 'none')
    .map((key) => ({
      path: [key],
      onKey: true,
      message: `"${key}" means nothing for a target of engine ${targetEngine}: nothing goes to the lake`,
      hint: 'leave it out',
    }));
}

/** S6: two jobs in one folder of the lake, or one's folder inside of the other's. Jobs of all departments share the lake bucket. */
export function checkLakePrefixes(departments: readonly Checked<Department>[]): Problem[] {
  const taken: { readonly prefix: string; readonly job: string }[] = [];
  return departments.flatMap(({ place, data }) =>
    place(
      data.jobs.flatMap((job, index): Finding[] => {
        if (publishOf(job) === 'none') return [];
        const prefix = lakePrefix(data, job);
        const key = `${data.department}/${job.name}`;
        const other = taken.find(
          (one) =>
            one.job !== key &&
            (`${one.prefix}/`.startsWith(`${prefix}/`) || `${prefix}/`.startsWith(`${one.prefix}/`)),
        );
        taken.push({ prefix, job: key });
        if (other === undefined) return [];
        return [
          {
            path: ['jobs', index, ...(job.lake?.prefix === undefined ? ['name'] : ['lake', 'prefix'])],
            value: prefix,
            message: `"${prefix}" is in the lake where ${other.job} is (${other.prefix}): their files would lie among each other`,
            hint: 'give one of them another lake: {prefix: ...}',
          },
        ];
      }),
    ),
  );
}
