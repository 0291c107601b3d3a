import type { Finding, Problem } from '../reading/problem';
import type { Checked } from '../reading/read-files';
import { defaultDelimiter, defaultNullValue } from '../schema/defaults';
import type { Department } from '../schema/department-schema';
import type { FormatObject } from '../schema/format-schema';
import type { Job } from '../schema/job-schema';
import { checkDepartmentLake, checkPublishing } from './lake-checks';
import { checkLoads } from './load-checks';
import { checkReplication } from './replication-checks';
import { checkRules } from './rule-checks';
import { checkTimeZone, type ScheduleCheck } from './schedule-checks';
import { checkSplits } from './split-checks';
import { checkPartitionsOf } from './partition-checks';
import { checkTables } from './table-checks';
import { checkMappingSize } from './mapping-size';
import { checkFollowUps } from './notify/follow-up-checks';

/** Problems of one department's file that its schema does not find. */
export function checkDepartment(
  { place, data }: Checked<Department>,
  checkSchedule: ScheduleCheck,
): Problem[] {
  const findings: Finding[] = [
    ...(data['time-zone'] === undefined ? [] : checkTimeZone(data['time-zone'])),
    ...duplicateJobs(data),
    ...checkLoads(data),
    ...checkDepartmentLake(data),
    ...data.jobs.flatMap((job, index) => {
      const ofSchedule = checkSchedule(job, data['time-zone']);
      return [
        ...ofSchedule,
        ...checkFollowUps(job, !ofSchedule.some(({ severity }) => severity !== 'warning')),
        ...checkFormat(job),
        ...checkTables(job),
        ...checkRules(job.rules ?? []),
        ...checkReplication(job),
        ...checkPublishing(job),
        ...checkSplits(job),
        ...checkPartitionsOf(job),
        ...checkMappingSize(job),
      ].map((finding) => ({ ...finding, path: ['jobs', index, ...finding.path] }));
    }),
  ];
  return place(findings);
}

function duplicateJobs(department: Department): Finding[] {
  const seen = new Set<string>();
  return department.jobs.flatMap((job, index) => {
    if (!seen.has(job.name)) {
      seen.add(job.name);
      return [];
    }
    return [
      {
        path: ['jobs', index, 'name'],
        value: job.name,
        message: `"${job.name}" is the name of two jobs: both would write to the same staging folder`,
        hint: 'rename one of them',
      },
    ];
  });
}

const csvOnly = ['header', 'null-value', 'delimiter'] as const;

function checkFormat(job: Job): Finding[] {
  const { format } = job;
  if (typeof format !== 'object') return [];
  if (format.type === 'csv') return [...checkNullValue(format), ...checkBatchInterval(job, format)];
  const forParquet = csvOnly
    .filter((key) => format[key] !== undefined)
    .map((key) => ({
      path: ['format', key],
      onKey: true,
      message: `"${key}" does not apply to parquet`,
      hint: 'remove it, or choose type: csv',
    }));
  return [...forParquet, ...checkBatchInterval(job, format)];
}

function checkBatchInterval(job: Job, format: FormatObject): Finding[] {
  if (job.mode !== 'full-load' || format['batch-interval'] === undefined) return [];
  return [
    {
      path: ['format', 'batch-interval'],
      onKey: true,
      message: '"batch-interval" does not apply to full-load: it is for changes',
      hint: 'remove it, or choose mode: cdc or full-load-and-cdc',
    },
  ];
}

/** DMS does not quote the text for NULL, so the delimiter in it would end the field. */
function checkNullValue(format: FormatObject): Finding[] {
  const { delimiter = defaultDelimiter, 'null-value': nullValue = defaultNullValue } = format;
  if (!nullValue.includes(delimiter.replace('\\t', '\t')) && !nullValue.includes(delimiter)) return [];
  return [
    {
      path: ['format', format['null-value'] === undefined ? 'delimiter' : 'null-value'],
      value: nullValue,
      message: `null-value ${JSON.stringify(nullValue)} contains the delimiter ${JSON.stringify(delimiter)}: a NULL would be read as two fields`,
      hint: 'choose another null-value or delimiter',
    },
  ];
}
