import type { Finding } from '../reading/problem';
import { readTableEntry, UnreadableTableName } from '../reading/table-entry';
import { publishOf } from '../schema/defaults';
import type { Department } from '../schema/department-schema';
import type { Job } from '../schema/job-schema';
import type { Lake } from '../schema/lake-schema';
import { checkLayout } from './layout-checks';
import { checkTimeZone } from './schedule-checks';

const arrivalOnly = ['partitions', 'layout', 'time-zone', 'partition-by'] as const;
const snapshotOnly = ['keep'] as const;

/** Problems of a department's `lake`. Paths start at the department. */
export function checkDepartmentLake({ lake }: Department): Finding[] {
  return lake === undefined ? [] : below(['lake'], checkLake(lake));
}

/** Problems between a job's `publish`, `lake`, mode and tables. Paths start at the job. */
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
            message: '"partitions" and "layout" both set the depth of the folders',
            hint: 'remove one of them',
          },
        ]),
  ];
}

function endlessSnapshot({ mode, publish }: Job): Finding[] {
  if (publish !== 'snapshot' || mode === 'full-load') return [];
  return [
    {
      path: ['publish'],
      value: publish,
      allowed: ['arrival', 'none'],
      message: `publish: snapshot is not supported for ${mode}: changes never end`,
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
      message: `"${key}" does not apply to publish: ${kind}`,
      hint: `remove it, or write publish: ${snapshotOnly.some((one) => one === key) ? 'snapshot' : 'arrival'}`,
    }));
}

/** Checks exact table names only: the tables of a pattern are not known before the run. */
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
        message: `"${name}" and "${other}" are the same table in lower case: they would share a folder in the lake`,
        hint: 'rename one of them, or remove lower-case',
      },
    ];
  });
}

/** Undefined for patterns, excludes, and names that `table-checks` reports. */
function exactTarget(entry: Job['tables'][number]): string | undefined {
  try {
    const { exact, exclude, rename } = readTableEntry(entry);
    return exact === undefined || exclude ? undefined : `${exact.schema}.${rename ?? exact.table}`;
  } catch (cause) {
    if (cause instanceof UnreadableTableName) return undefined;
    throw cause;
  }
}

/** Keys about the lake of a job whose target is a database. Paths start at the job. */
export function checkPublishingTarget(job: Job, targetEngine: string | undefined): Finding[] {
  if (targetEngine === undefined || targetEngine === 's3') return [];
  return (['publish', 'lake'] as const)
    .filter((key) => job[key] !== undefined && job[key] !== 'none')
    .map((key) => ({
      path: [key],
      onKey: true,
      message: `"${key}" does not apply to a ${targetEngine} target: nothing goes to the lake`,
      hint: 'remove it',
    }));
}
