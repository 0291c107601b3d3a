import type { JobPlan } from '../../core/planning/job-plan';
import type { DepartmentPlan, Plan } from '../../core/planning/plan';
import { nextFireTimes } from '../../core/schedule/fire-times';
import { inkOf, type Shell } from '../shell';
import { loadLines } from './loads-view';
import { duration, plural } from './quantities';
import { table } from './table';

const nextTimes = 5;

/** One line a job, then one a load. */
export function showDepartments(shell: Shell, plan: Plan, departments: readonly DepartmentPlan[]): string {
  const ink = inkOf(shell);
  const jobs = departments.flatMap((department) => department.jobs);
  const rows = jobs.map((job) => [
    job.identity.key,
    job.mode,
    `${job.expectedTables.length + job.tablePatterns.length}${job.tablePatterns.length > 0 ? '+' : ''}`,
    job.source,
    nextRun(job, shell.now()),
  ]);
  const columns = [
    { title: 'JOB', shrinks: true },
    { title: 'MODE' },
    { title: 'TABLES', align: 'right' },
    { title: 'SOURCE', shrinks: true },
    { title: 'NEXT RUN' },
  ] as const;
  return [
    ink.bold(
      `${plan.environment.name}: ${plural(departments.length, 'department')}, ${plural(jobs.length, 'job')}`,
    ),
    ...(rows.length === 0 ? [] : [table(columns, rows, shell.width())]),
    ...loadLines(shell, departments),
  ].join('\n');
}

/** One job, whole but for the DMS documents, which `--json` prints. */
export function showJob(shell: Shell, job: JobPlan): string {
  const ink = inkOf(shell);
  const times = job.schedule === undefined ? [] : nextFireTimes(job.schedule, shell.now(), nextTimes);
  const facts: [string, string][] = [
    ['mode', job.mode],
    ['from', job.source],
    ['to', targetOf(job)],
    ['lake', lakeOf(job)],
    [
      'schedule',
      job.schedule === undefined ? 'on demand' : `${job.schedule.expression} ${job.schedule.timeZone}`,
    ],
    ['enabled', job.enabled ? 'yes' : 'no: it runs only when asked to'],
    ['at most', duration(job.maxDurationSeconds * 1_000)],
    ['LOBs', lobsOf(job)],
    ['DMS name', job.identity.slug],
  ];
  const tables = job.expectedTables.map((one) => {
    const renamed = one.schema !== one.targetSchema || one.table !== one.targetTable;
    return `  ${one.schema}.${one.table}${renamed ? ` -> ${one.targetSchema}.${one.targetTable}` : ''}`;
  });
  const patterns = job.tablePatterns.map((one) => `  ${one.schema}.${one.table} (pattern)`);
  return [
    ink.bold(job.identity.key),
    ...(job.description === undefined ? [] : [job.description]),
    ...facts.map(([name, value]) => `  ${name.padEnd(8)}  ${value}`),
    ...(times.length === 0
      ? []
      : ['', ink.bold(`next ${plural(times.length, 'run')}`), ...times.map((time) => `  ${time}`)]),
    '',
    ink.bold(plural(tables.length + patterns.length, 'table')),
    ...tables,
    ...patterns,
    '',
    ink.dim('--json prints the table mappings and task settings that DMS gets'),
  ].join('\n');
}

function nextRun(job: JobPlan, now: Date): string {
  if (job.schedule === undefined) return 'on demand';
  if (!job.enabled) return 'disabled';
  return short(nextFireTimes(job.schedule, now, 1)[0] ?? 'never again');
}

/** `2026-11-21 04:00+01:00` of ISO 8601: the list is 80 columns wide and the job's name must not be cut. */
function short(time: string): string {
  return time.replace(/^([0-9-]+)T(\d\d:\d\d)(?::00)?/, '$1 $2');
}

/** What does not arrive whole: S3 has no full LOB mode. */
function lobsOf(job: JobPlan): string {
  const { TargetMetadata: metadata } = job.taskSettings;
  const setting = (key: string): unknown =>
    typeof metadata === 'object' && metadata !== null ? Reflect.get(metadata, key) : undefined;
  if (setting('SupportLobs') === false) return 'columns of long text or bytes are left out (SupportLobs)';
  return `text or bytes longer than ${String(setting('LobMaxSize'))} KB are cut (LobMaxSize)`;
}

function formatOf(job: JobPlan): string {
  const { DataFormat: format, CompressionType: compression } = job.targetSettings;
  return [format, compression].filter((word) => typeof word === 'string' && word !== 'none').join(', ');
}

function targetOf(job: JobPlan): string {
  return job.targetEngine === 's3'
    ? `${job.target}, staged in ${job.stagingFolder}/ as ${formatOf(job)}`
    : `${job.target}, a ${job.targetEngine} database`;
}

/** `snapshots in sales/orders-daily/, 7 kept`. */
function lakeOf({ publishing }: JobPlan): string {
  if (publishing.kind === 'none') return 'nothing is copied there';
  const { prefix, catalogue } = publishing;
  const how =
    publishing.kind === 'snapshot'
      ? `snapshots in ${prefix}/, ${publishing.keep} kept`
      : `each file as it comes, to ${prefix}/${publishing.layout}/ (${
          publishing.partitionBy === 'arrival' ? 'time of arrival' : 'date folders of DMS'
        }, ${publishing.timeZone})`;
  return catalogue === undefined ? how : `${how}, Glue database ${catalogue.database}`;
}
