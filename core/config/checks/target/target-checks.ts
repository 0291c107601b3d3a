import type { Finding } from '../../reading/problem';
import type { Connections } from '../../schema/connections-schema';
import type { Department } from '../../schema/department-schema';
import type { Job } from '../../schema/job-schema';
import { checkLakeSettings, checkLobModes } from './lob-checks';

const databaseOnly = ['prepare', 'lower-case', 'target-schema'] as const;

/** Keys and settings of a job that its target does not support. Paths start at the job. */
export function checkTarget(job: Job, department: Department, { targets }: Connections): Finding[] {
  const target = targets[job.target ?? department.target];
  if (target === undefined) return [];
  if (target.engine === 's3') return [...databaseKeys(job), ...checkLakeSettings(job)];
  return [...fileFormat(job), ...checkLobModes(job), ...preparedTwice(job)];
}

function databaseKeys(job: Job): Finding[] {
  return databaseOnly.flatMap((key) =>
    job[key] === undefined
      ? []
      : [
          {
            path: [key],
            onKey: true,
            message: `"${key}" does not apply to the lake: it is for jobs with a PostgreSQL target`,
            hint: 'remove it',
          },
        ],
  );
}

function fileFormat(job: Job): Finding[] {
  if (job.format === undefined) return [];
  return [
    {
      path: ['format'],
      onKey: true,
      message: '"format" does not apply to a PostgreSQL target: it is for files in the lake',
      hint: 'remove it',
    },
  ];
}

function preparedTwice(job: Job): Finding[] {
  if (job.prepare === undefined || job['task-settings']?.FullLoadSettings?.TargetTablePrepMode === undefined)
    return [];
  return [
    {
      path: ['prepare'],
      onKey: true,
      message: '"prepare" and TargetTablePrepMode in task-settings set the same thing',
      hint: 'remove one of them',
    },
  ];
}
