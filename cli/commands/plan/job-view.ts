import type { JobPlan } from '../../../core/planning/job-plan';
import { type MovedTable, movedTables } from '../../../core/planning/shown/moved-tables';
import { nextFireTimes } from '../../../core/schedule/fire-times';
import { oneLine } from '../../output/escape-control-characters';
import { duration, plural } from '../../output/quantities';
import { inkOf, type Shell } from '../../shell';
import { followUpFacts } from './follow-up-facts';

const nextTimes = 5;

/** One job, without the DMS documents, which `--json` prints. */
export function showJob(shell: Shell, job: JobPlan): string {
  const ink = inkOf(shell);
  const tables = movedTables(job);
  const times = job.schedule === undefined ? [] : nextFireTimes(job.schedule, shell.now(), nextTimes);
  const facts: [string, string][] = [
    ['mode', job.mode],
    ['from', `${job.source}${existingText(job.namedEndpoints?.source)}`],
    ['to', targetOf(job)],
    ...(job.replicationInstance === undefined
      ? []
      : [['on', `existing instance ${job.replicationInstance.identifier}`] satisfies [string, string]]),
    ['lake', lakeOf(job)],
    [
      'schedule',
      job.schedule === undefined ? 'on demand' : `${job.schedule.expression} ${job.schedule.timeZone}`,
    ],
    ['enabled', job.enabled ? 'yes' : 'no: it runs only on request'],
    ['at most', duration(job.maxDurationSeconds * 1_000)],
    ['LOBs', lobsOf(job)],
    ...followUpFacts(job),
    ['DMS name', job.identity.slug],
  ];
  return [
    ink.bold(job.identity.key),
    ...(job.description === undefined ? [] : [oneLine(job.description)]),
    ...facts.map(([name, value]) => `  ${name.padEnd(8)}  ${value}`),
    ...(times.length === 0
      ? []
      : ['', ink.bold(`next ${plural(times.length, 'run')}`), ...times.map((time) => `  ${time}`)]),
    '',
    ink.bold(plural(tables.filter(({ kind }) => kind !== 'excluded').length, 'table')),
    ...tables.flatMap(tableLines),
    '',
    ink.dim('--json prints the table mappings and task settings that DMS gets'),
  ].join('\n');
}

function tableLines({
  kind,
  schema,
  table,
  target,
  where,
  without,
  loadOrders,
}: MovedTable): readonly string[] {
  const name = `${schema}.${table}`;
  const rows = where.join(' and ');
  if (kind === 'excluded') return [`  not ${name}${rows === '' ? '' : ` where ${rows}`}`];
  const renamed = target === undefined ? '' : ` -> ${target.schema}.${target.table}`;
  return [
    `  ${name}${renamed}${kind === 'pattern' ? ' (pattern)' : ''}`,
    ...(loadOrders.length === 0 ? [] : [`    load order ${loadOrders.join(', ')}`]),
    ...(rows === '' ? [] : [`    where ${rows}`]),
    ...(without.length === 0 ? [] : [`    without ${without.join(', ')}`]),
  ];
}

/** Columns that are cut or left out: S3 has no full LOB mode. */
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
  const target =
    job.targetEngine === 's3'
      ? `${job.target}, staged in ${job.stagingFolder}/ as ${formatOf(job)}`
      : `${job.target}, a ${job.targetEngine} database`;
  return `${target}${existingText(job.namedEndpoints?.target)}`;
}

/** `, existing endpoint ABCDEFGH`, the last part of its ARN. */
function existingText(endpoint: { readonly arn: string } | undefined): string {
  return endpoint === undefined ? '' : `, existing endpoint ${endpoint.arn.split(':').at(-1)}`;
}

/** `snapshots in sales/orders-daily/, 7 kept`. */
function lakeOf({ publishing }: JobPlan): string {
  if (publishing.kind === 'none') return 'nothing is published';
  const { prefix, catalogue } = publishing;
  const how =
    publishing.kind === 'snapshot'
      ? `snapshots in ${prefix}/, ${publishing.keep} kept`
      : `each file as it arrives, to ${prefix}/${publishing.layout}/ (${
          publishing.partitionBy === 'arrival' ? 'time of arrival' : 'date folders of DMS'
        }, ${publishing.timeZone})`;
  return catalogue === undefined ? how : `${how}, Glue database ${catalogue.database}`;
}
