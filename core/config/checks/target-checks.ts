import type { SourceEngine } from '../../model/source-engine';
import { type ExpectedTable, expectations } from '../../tables/expected-tables';
import { targetNaming } from '../../tables/target-naming';
import type { Finding } from '../reading/problem';
import { readTableEntry, UnreadableTableName } from '../reading/table-entry';
import type { Connections, PostgresTarget } from '../schema/connections-schema';
import type { Department } from '../schema/department-schema';
import type { Job } from '../schema/job-schema';

const databaseOnly = ['prepare', 'lower-case', 'target-schema'] as const;
/** What of a job does not fit where it goes. Paths start at the job. */
export function checkTarget(job: Job, department: Department, { sources, targets }: Connections): Finding[] {
  const target = targets[job.target ?? department.target];
  if (target === undefined) return [];
  if (target.engine === 's3') return [...databaseKeys(job), ...lakeSettings(job)];
  const source = sources[job.source ?? department.source];
  const tables = targetTables(job, source?.engine);
  return [
    ...fileFormat(job),
    ...lobSettings(job),
    ...preparedTwice(job),
    ...oneTableTwice(tables),
    ...(source?.secret === target.secret && source.database === target.database
      ? ontoItself(tables, target)
      : []),
  ];
}

/** The tables that a job names exactly, as its target will name them; none where a name cannot be read. */
export function targetTables(job: Job, engine: SourceEngine | undefined): readonly ExpectedTable[] {
  try {
    return expectations(
      job.tables.map(readTableEntry),
      job.rules ?? [],
      targetNaming({ schema: job['target-schema'], lowerCase: job['lower-case'] }, engine),
    ).expectedTables;
  } catch (error) {
    if (error instanceof UnreadableTableName) return [];
    throw error;
  }
}

function databaseKeys(job: Job): Finding[] {
  return databaseOnly.flatMap((key) =>
    job[key] === undefined
      ? []
      : [
          {
            path: [key],
            onKey: true,
            message: `"${key}" means nothing for the lake: it is for jobs whose target is a PostgreSQL database`,
            hint: 'leave it out',
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
      message: '"format" is for files in the lake: this job writes into a PostgreSQL database',
      hint: 'leave it out',
    },
  ];
}

/** What S3 as a target does not have (DMS guide, CHAP_Target.S3). */
function lakeSettings(job: Job): Finding[] {
  const metadata = job['task-settings']?.TargetMetadata;
  const at = (key: string, value: boolean, message: string, hint?: string): Finding => ({
    path: ['task-settings', 'TargetMetadata', key],
    value,
    message,
    ...(hint === undefined ? {} : { hint }),
  });
  return [
    ...(metadata?.FullLobMode === true
      ? [
          at(
            'FullLobMode',
            true,
            'true is not possible: S3 has no full LOB mode; use LimitedSizeLobMode and LobMaxSize (KB)',
          ),
        ]
      : []),
    ...(metadata?.BatchApplyEnabled === true
      ? [at('BatchApplyEnabled', true, 'true is not possible: with S3 as target batch apply can lose data')]
      : []),
    ...(metadata?.LimitedSizeLobMode === false && metadata.SupportLobs !== false
      ? [
          at(
            'LimitedSizeLobMode',
            false,
            'LimitedSizeLobMode false leaves no LOB mode: S3 has no full LOB mode',
            'leave it out, or set SupportLobs: false to drop LOB columns',
          ),
        ]
      : []),
  ];
}

/** DMS wants exactly one of its LOB modes where LOBs are copied. */
function lobSettings(job: Job): Finding[] {
  const metadata = job['task-settings']?.TargetMetadata;
  if (metadata === undefined || metadata.SupportLobs === false) return [];
  const { FullLobMode: full = false, LimitedSizeLobMode: limited = !full } = metadata;
  if (full !== limited) return [];
  return [
    {
      path: ['task-settings', 'TargetMetadata', 'LimitedSizeLobMode'],
      value: limited,
      message: `FullLobMode ${full} and LimitedSizeLobMode ${limited}: DMS wants exactly one of them`,
      hint: 'leave LimitedSizeLobMode out',
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
      message: '"prepare" and TargetTablePrepMode in task-settings say the same thing',
      hint: 'leave one of them out',
    },
  ];
}

/** The check of the table list sees names of the source only. */
function oneTableTwice(tables: readonly ExpectedTable[]): Finding[] {
  const seen = new Map<string, ExpectedTable>();
  return tables.flatMap((table) => {
    const key = JSON.stringify([table.targetSchema, table.targetTable]);
    const other = seen.get(key);
    seen.set(key, table);
    if (other === undefined || (other.schema === table.schema && other.targetTable === other.table))
      return [];
    return [
      {
        path: ['tables'],
        message:
          `"${other.schema}.${other.table}" and "${table.schema}.${table.table}" would both be written to ` +
          `"${table.targetSchema}.${table.targetTable}"`,
        hint: 'rename one of them, or move them in jobs of different target-schema',
      },
    ];
  });
}

function ontoItself(tables: readonly ExpectedTable[], { database }: PostgresTarget): Finding[] {
  const own = tables.find(
    ({ schema, table, targetSchema, targetTable }) => schema === targetSchema && table === targetTable,
  );
  if (own === undefined) return [];
  return [
    {
      path: ['tables'],
      message: `"${own.schema}.${own.table}" would be written onto itself: source and target are one database, ${database}`,
      hint: 'choose another target, or say target-schema',
    },
  ];
}
