import type { JobPlan } from '../../../core/planning/job-plan';
import {
  durationText,
  type PlannedJob,
  type Reasons,
  tagsText,
  textOf,
  type ValueOf,
  type Values,
} from './setting';

const ofChanges =
  (value: (replication: NonNullable<JobPlan['replication']>) => string): ValueOf =>
  ({ job: { replication } }) =>
    replication && value(replication);

const ofDatabase =
  (value: ValueOf): ValueOf =>
  (planned, written) =>
    planned.job.targetEngine === 's3' ? undefined : value(planned, written);

/** Settings of a job besides its lake, its format and its task settings. */
export const jobValues: Values = {
  description: ({ job }) => job.description ?? 'none',
  mode: ({ job }) => job.mode,
  source: ({ job }) => job.source,
  target: ({ job }) => job.target,
  schedule: ({ job }) => job.schedule?.expression ?? 'on request only',
  'time-zone': ({ job }) => job.schedule?.timeZone,
  enabled: ({ job }) => String(job.enabled),
  'max-duration': ({ job }) => durationText(job.maxDurationSeconds),
  tables: tablesText,
  prepare: ofDatabase(({ job }) => preparation(job)),
  'lower-case': ofDatabase(({ source }, written) => String(written ?? source?.engine === 'oracle')),
  'target-schema': ofDatabase((_, written) => (written === undefined ? 'as in the source' : undefined)),
  publish: ({ job }) => job.publishing.kind,
  'start-from': ofChanges(({ startFrom: from }) => {
    if (from.kind === 'time') return from.time;
    return from.kind === 'position' ? from.position : from.kind;
  }),
  'max-latency': ofChanges(({ maxLatencySeconds }) => durationText(maxLatencySeconds)),
  'resume-limit': ofChanges(({ resumeLimit }) => String(resumeLimit)),
  'allow-table-errors': ({ job }) => String(job.allowTableErrors),
  check: ({ job }) => job.check ?? 'block',
  drift: ({ job }) => job.drift ?? 'warn',
  'notify.policy': ({ job }) => job.notify?.policy,
  'notify.channels': ({ job }) => job.notify && (job.notify.channels.join(', ') || 'none'),
  'pause-after': ({ job }) => (job.pauseAfter === undefined ? 'never' : String(job.pauseAfter)),
  'fresh-within': ({ job }) =>
    job.freshWithinSeconds === undefined ? 'off' : durationText(job.freshWithinSeconds),
  overlap: ({ job }) => job.overlap ?? (job.mode === 'full-load' ? 'skip' : undefined),
  'hand-off': ({ job }) => (job.handOff ?? []).map(({ on, arn }) => `${on}: ${arn}`).join(', ') || 'none',
  rules: (_, written) => (Array.isArray(written) ? `${written.length} of its own` : 'none'),
  tags: ({ job }) => tagsText(job.tags),
};

export const jobReasons: Reasons = {
  name: 'it is in the title',
  format: 'shown as format.type',
  existing: 'shown as endpoint of source or target, and as replication instance',
  'start-from.time': 'shown as start-from',
  'start-from.position': 'shown as start-from',
  'lake.partitions': 'shown as lake.layout',
  'task-settings': 'each setting that DMS gets is shown',
};

/** Settings of a department that jobs do not have. Those that both have are shown with the job. */
export const departmentValues: Values = {
  owner: ({ department }) => department.owner,
  description: ({ department }) => department.description ?? 'none',
};

export const departmentReasons: Reasons = {
  department: 'it is in the title',
  jobs: 'each job has settings of its own',
  loads: 'a load has settings of its own, not of a job',
};

/** Entries, and how tables are loaded in segments. The plan has a line for each table. */
function tablesText({ job: { splits = [], partitions = [] } }: PlannedJob, written: unknown): string {
  const entries = Array.isArray(written) ? written.length : 0;
  return [
    `${entries} ${entries === 1 ? 'entry' : 'entries'}`,
    ...splits.map(
      ({ schema, table, column, segments, exact }) =>
        `${schema}.${table} in segments (${segments ?? 'number by its size'}, ` +
        `${column ?? 'first column of its key'}${exact ? ', exact' : ''})`,
    ),
    ...partitions.map(({ parent }) => `partitions of ${parent.schema}.${parent.table} as one table`),
  ].join('; ');
}

/** `prepare` from what DMS gets, as task settings can override it. */
function preparation({ taskSettings: { FullLoadSettings: settings } }: JobPlan): string {
  const mode =
    typeof settings === 'object' && settings !== null ? Reflect.get(settings, 'TargetTablePrepMode') : '';
  return preparations[String(mode)] ?? textOf(mode);
}

const preparations: Readonly<Record<string, string>> = {
  DROP_AND_CREATE: 'drop-and-create',
  TRUNCATE_BEFORE_LOAD: 'truncate',
  DO_NOTHING: 'nothing',
};
