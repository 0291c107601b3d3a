import type { Finding } from '../reading/problem';
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

/** Problems between a job's `publish`, `lake` and mode. Paths start at the job. */
export function checkPublishing(job: Job): Finding[] {
  const kind = publishOf(job);
  const { lake } = job;
  return [
    ...endlessSnapshot(job),
    ...(lake === undefined ? [] : below(['lake'], [...checkLake(lake), ...meaningless(lake, kind)])),
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
