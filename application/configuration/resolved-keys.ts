import type { JobPlan } from '../../core/planning/job-plan';
import { type ExplainedEnvironment, environmentKeys } from './environment-keys';

/** Setting of a job with its value. Without a file, the value is a default. */
export interface Explained {
  /** As in the file, such as `lake.prefix`. */
  readonly key: string;
  readonly value: string;
  readonly file?: string;
  readonly line?: number;
}

interface ResolvedKey extends Pick<Explained, 'key' | 'value'> {
  /** Path in the file, if the key is not. */
  readonly keys?: readonly string[];
  /** Path in the job, if the job can set what its connection or environment sets for others. */
  readonly ofJob?: readonly string[];
  /** Source or target whose setting it is. */
  readonly connection?: string;
  /** Files that can set it for all their jobs. */
  readonly above?: readonly ('department' | 'environment')[];
}

/** Settings that a job has after all defaults, with the places that can set them. */
export function resolvedKeys(job: JobPlan, environment: ExplainedEnvironment): readonly ResolvedKey[] {
  const { schedule, connection, replication, notify, source, taskSettings, targetSettings } = job;
  const { replicationInstance = environment.replicationInstance } = job;
  const department = { above: ['department'] } as const;
  return [
    { key: 'mode', value: job.mode },
    { key: 'source', value: source, ...department },
    { key: 'target', value: job.target, ...department },
    { key: 'schedule', value: schedule?.expression ?? 'on request only' },
    ...(schedule === undefined ? [] : [{ key: 'time-zone', value: schedule.timeZone, ...department }]),
    { key: 'enabled', value: String(job.enabled) },
    { key: 'max-duration', value: seconds(job.maxDurationSeconds) },
    ...(job.targetEngine === 's3' ? [{ key: 'format', value: String(targetSettings['DataFormat']) }] : []),
    ...lakeKeys(job),
    { key: 'allow-table-errors', value: String(job.allowTableErrors) },
    { key: 'check', value: job.check ?? 'block' },
    { key: 'drift', value: job.drift ?? 'warn' },
    { key: 'overlap', value: job.overlap ?? 'skip' },
    { key: 'pause-after', value: job.pauseAfter === undefined ? 'never' : String(job.pauseAfter) },
    {
      key: 'fresh-within',
      value: job.freshWithinSeconds === undefined ? 'off' : seconds(job.freshWithinSeconds),
    },
    ...(notify === undefined
      ? []
      : [
          {
            key: 'notify.policy',
            value: notify.policy,
            above: ['department', 'environment'] as const,
          },
          {
            key: 'notify.channels',
            value: notify.channels.join(', ') || 'none',
            above: ['department', 'environment'] as const,
          },
        ]),
    ...environmentKeys({ ...environment, replicationInstance }).map((one) =>
      job.replicationInstance !== undefined && one.key.startsWith('replication-instance.')
        ? { ...one, ...namedBy(job, source, one.key.split('.')) }
        : { ...one, above: ['environment'] as const },
    ),
    ...(replication === undefined
      ? []
      : [
          { key: 'start-from', value: startText(replication.startFrom) },
          { key: 'max-latency', value: seconds(replication.maxLatencySeconds) },
          { key: 'resume-limit', value: String(replication.resumeLimit) },
        ]),
    ...Object.entries(taskSettings).flatMap(([group, settings]) => groupKeys(group, settings)),
    ...(job.namedEndpoints?.source === undefined
      ? []
      : [
          {
            key: `${source}: endpoint`,
            value: job.namedEndpoints.source.arn,
            ...namedBy(job, source, ['endpoint'], 'source-endpoint'),
          },
        ]),
    ...(job.namedEndpoints?.target === undefined
      ? []
      : [
          {
            key: `${job.target}: endpoint`,
            value: job.namedEndpoints.target.arn,
            ...namedBy(job, job.target, ['endpoint'], 'target-endpoint'),
          },
        ]),
    ...(connection === undefined
      ? []
      : [
          { key: `${source}: ssl of checks`, value: connection.sslMode, keys: ['ssl'], connection: source },
          {
            key: `${source}: secret`,
            value: connection.secretName ?? 'none',
            keys: ['secret'],
            connection: source,
          },
          {
            key: `${source}: database`,
            value: connection.databaseName,
            keys: ['database'],
            connection: source,
          },
        ]),
  ];
}

/** Places of an existing resource that the job or its connection names. */
function namedBy(
  { identity: { environment } }: JobPlan,
  connection: string,
  keys: readonly string[],
  ...ofJob: readonly string[]
): Pick<ResolvedKey, 'keys' | 'ofJob' | 'connection'> {
  return { keys, connection, ofJob: ['existing', environment, ...(ofJob.length === 0 ? keys : ofJob)] };
}

function lakeKeys({ publishing }: JobPlan): readonly ResolvedKey[] {
  const publish = { key: 'publish', value: publishing.kind };
  if (publishing.kind === 'none') return [publish];
  const department = { above: ['department'] } as const;
  return [
    publish,
    { key: 'lake.prefix', value: publishing.prefix, ...department },
    { key: 'lake.lower-case', value: String(publishing.lowerCase), ...department },
    { key: 'lake.catalogue', value: String(publishing.catalogue !== undefined), ...department },
    ...(publishing.kind === 'snapshot'
      ? [{ key: 'lake.keep', value: String(publishing.keep), ...department }]
      : [
          { key: 'lake.time-zone', value: publishing.timeZone, ...department },
          { key: 'lake.partition-by', value: publishing.partitionBy, ...department },
        ]),
  ];
}

/** Members of a group of task settings, such as `task-settings.TargetMetadata.LobMaxSize`. */
function groupKeys(group: string, settings: unknown): readonly ResolvedKey[] {
  if (typeof settings !== 'object' || settings === null) return [];
  return Object.entries(settings).map(([name, value]) => ({
    key: `task-settings.${group}.${name}`,
    value: typeof value === 'string' ? value : JSON.stringify(value),
  }));
}

function startText(from: NonNullable<JobPlan['replication']>['startFrom']): string {
  if (from.kind === 'time') return from.time;
  return from.kind === 'position' ? from.position : from.kind;
}

function seconds(value: number): string {
  if (value % 3600 === 0) return `${value / 3600}h`;
  return value % 60 === 0 ? `${value / 60}m` : `${value}s`;
}
