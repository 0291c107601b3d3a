import { defaultRequestsPerSecond } from '../../../core/model/dms-requests';
import { platformName } from '../../../core/model/environment-names';
import type { JobPlan } from '../../../core/planning/job-plan';
import type { DepartmentPlan, Plan } from '../../../core/planning/plan';
import { nextFireTimes } from '../../../core/schedule/fire-times';
import { plural } from '../../output/quantities';
import { roomOf, table } from '../../output/table';
import { inkOf, type Shell } from '../../shell';
import { loadLines } from './load-lines';

/** One line per job, then one per load. */
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
      `${plan.environment.name}: ${plural(departments.length, 'department')}, ${plural(jobs.length, 'job')}${instanceText(plan)}${requestsText(plan)}`,
    ),
    ...accountLines(plan),
    ...instanceLines(jobs),
    ...(plan.environment.consoleUrl === undefined
      ? []
      : [`messages link to the pages at ${plan.environment.consoleUrl}`]),
    ...(rows.length === 0 ? [] : [table(columns, rows, roomOf(shell))]),
    ...loadLines(shell, departments),
  ].join('\n');
}

/** Only of an environment in an account with rules. */
function accountLines({ environment }: Plan): readonly string[] {
  const { namePrefix, permissionsBoundary } = environment;
  return [
    ...(namePrefix === undefined ? [] : [`names begin with ${platformName(environment)}`]),
    ...(permissionsBoundary === undefined
      ? []
      : [`every role has the permissions boundary ${permissionsBoundary}`]),
  ];
}

/** Only of an instance that others own. */
function instanceText({ environment: { replicationInstance } }: Plan): string {
  return 'arn' in replicationInstance ? `, existing instance ${replicationInstance.identifier}` : '';
}

/** Only of jobs on another instance than that of the environment. */
function instanceLines(jobs: readonly JobPlan[]): readonly string[] {
  const identifiers = jobs.flatMap(({ replicationInstance }) => replicationInstance?.identifier ?? []);
  return [...new Set(identifiers)].sort().map((identifier) => {
    const count = identifiers.filter((one) => one === identifier).length;
    return `existing instance ${identifier}: ${plural(count, 'job')}`;
  });
}

/** Only of an environment that has its own rate. */
function requestsText({ environment: { dmsRequestsPerSecond } }: Plan): string {
  return dmsRequestsPerSecond === defaultRequestsPerSecond
    ? ''
    : `, ${dmsRequestsPerSecond} DMS requests per second`;
}

function nextRun(job: JobPlan, now: Date): string {
  if (job.schedule === undefined) return 'on demand';
  if (!job.enabled) return 'disabled';
  return short(nextFireTimes(job.schedule, now, 1)[0] ?? 'never');
}

/** `2026-11-21 04:00+01:00` from ISO 8601: the name of the job must fit beside it in 80 columns. */
function short(time: string): string {
  return time.replace(/^([0-9-]+)T(\d\d:\d\d)(?::00)?/, '$1 $2');
}
