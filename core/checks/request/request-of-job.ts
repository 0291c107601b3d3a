import type { JsonObject } from '../../json';
import type { SourceConnection } from '../../planning/connection-plan';
import type { JobPlan } from '../../planning/job-plan';
import type { TableName } from '../../tables/table-name';
import { matchesTable } from '../../tables/table-pattern';
import { renamesOf } from '../../tables/target-names';
import { columnRules } from '../../tables/target-columns';
import type { TableShape } from '../../tables/table-shape';
import type { NeededLog } from '../position/needed-log';
import type { CheckRequest, LobSettings, RequestedColumn, RequestedTable } from './check-request';
import { columnsOfRules } from './columns-of-rules';
import { objectAt, objectsAt, textAt } from './json-members';

/**
 * Facts beside the plan: the time in ISO 8601 in UTC, and the shapes of the last successful
 * run.
 */
interface Known {
  readonly now: string;
  readonly lastShapes?: readonly TableShape[];
  readonly neededLog?: NeededLog;
}

/** Builds the request for the source check of a job. */
export function requestOfJob(
  job: JobPlan,
  connection: Pick<SourceConnection, 'engine' | 'databaseName' | 'connectionAttributes'>,
  { now, lastShapes = [], neededLog }: Known,
): CheckRequest {
  const { engine, databaseName, connectionAttributes } = connection;
  const rules = objectsAt(job.tableMappings, 'rules');
  const excludes = rules.filter(isExclude).map(locatorOf);
  const tables = job.expectedTables.map((table) => requestedTable(job, rules, table));
  const renames = renamesOf(job.tableMappings);
  const { publishing } = job;
  const gap = job.replication?.longestGapSeconds;
  return {
    job: job.identity.key,
    engine,
    mode: job.mode,
    databaseName,
    ...(job.dmsVersion === undefined ? {} : { dmsVersion: job.dmsVersion }),
    ...(connectionAttributes === undefined ? {} : { connectionAttributes }),
    tables,
    patterns: job.tablePatterns,
    ...(job.partitions === undefined ? {} : { partitions: job.partitions }),
    excludes,
    target: job.targetEngine,
    ...(job.targetEngine === 's3'
      ? { format: job.targetSettings['DataFormat'] === 'csv' ? 'csv' : 'parquet' }
      : {}),
    ...(renames.length === 0 ? {} : { renames }),
    columns: columnsOf(job),
    ...(publishing.kind === 'none'
      ? {}
      : {
          lake: {
            lowerCase: publishing.lowerCase,
            ...(publishing.kind === 'arrival' ? { layout: publishing.layout } : {}),
          },
        }),
    ...(ignoresTruncate(job) ? { ignoresTruncate: true as const } : {}),
    lob: lobSettings(job.taskSettings),
    startFrom: job.replication?.startFrom ?? { kind: 'now' },
    ...(neededLog === undefined ? {} : { neededLog }),
    ...(gap === undefined || !job.enabled ? {} : { longestGapSeconds: gap }),
    drift: job.drift ?? 'warn',
    // A table that the job no longer selects has no drift.
    lastShapes: lastShapes.filter((shape) => {
      const isListed = tables.some(({ schema, table }) => schema === shape.schema && table === shape.table);
      const isSelected = isListed || job.tablePatterns.some((pattern) => matchesTable(pattern, shape));
      return isSelected && !excludes.some((pattern) => matchesTable(pattern, shape));
    }),
    now,
  };
}

/** Files of a load are replaced by the next load, and databases get the TRUNCATE. */
function ignoresTruncate({ mode, targetEngine, taskSettings }: JobPlan): boolean {
  const policy = objectAt(taskSettings, 'ChangeProcessingDdlHandlingPolicy');
  return mode !== 'full-load' && targetEngine === 's3' && policy?.['HandleSourceTableTruncated'] === false;
}

function columnsOf(job: JobPlan): NonNullable<CheckRequest['columns']> {
  const { targetEngine, targetSettings, publishing, tableMappings } = job;
  const isFiles = targetEngine === 's3';
  const timestamp = targetSettings['TimestampColumnName'];
  const hasOperation = job.mode !== 'full-load' || targetSettings['IncludeOpForFullLoad'] === true;
  return {
    rules: columnRules(tableMappings['rules']).map(({ rule }) => rule),
    added: [
      ...(isFiles && hasOperation ? ['Op'] : []),
      ...(isFiles && typeof timestamp === 'string' ? [timestamp] : []),
    ],
    lowerCase: publishing.kind !== 'none' && publishing.catalogue !== undefined,
  };
}

function requestedTable(
  job: JobPlan,
  rules: readonly JsonObject[],
  { schema, table, targetSchema, targetTable }: JobPlan['expectedTables'][number],
): RequestedTable {
  const isRenamed = schema !== targetSchema || table !== targetTable;
  return {
    schema,
    table,
    ...((job.splits ?? []).some((split) => split.schema === schema && split.table === table)
      ? { isSplit: true }
      : {}),
    ...(rules.some((rule) => selectsView(rule) && matchesTable(locatorOf(rule), { schema, table }))
      ? { isView: true }
      : {}),
    ...(isRenamed ? { written: { schema: targetSchema, table: targetTable } } : {}),
    columns: [...columnsOfRules(rules, { schema, table }), ...splitColumns(job, { schema, table })],
  };
}

function splitColumns({ splits = [] }: JobPlan, { schema, table }: TableName): readonly RequestedColumn[] {
  return splits.flatMap((split) =>
    split.schema === schema && split.table === table && split.column !== undefined
      ? [{ name: split.column, usedIn: 'parallel' }]
      : [],
  );
}

/**
 * Reads TargetMetadata, where LobMaxSize and InlineLobMaxSize are in KB and zero stands for no
 * limit.
 * Source: DMS guide, CHAP_Tasks.CustomizingTasks.TaskSettings.TargetMetadata.
 */
function lobSettings(taskSettings: JsonObject): LobSettings {
  const metadata = objectAt(taskSettings, 'TargetMetadata');
  const bytesOf = (key: string): number => Number(metadata?.[key] ?? 0) * 1024;
  if (metadata?.['SupportLobs'] === false) return { mode: 'none' };
  if (metadata?.['FullLobMode'] === true) {
    const inline = bytesOf('InlineLobMaxSize');
    return inline > 0 ? { mode: 'inline', maxBytes: inline } : { mode: 'full' };
  }
  const limit = bytesOf('LobMaxSize');
  return limit > 0 ? { mode: 'limited', maxBytes: limit } : { mode: 'limited' };
}

function isExclude(rule: JsonObject): boolean {
  return rule['rule-type'] === 'selection' && rule['rule-action'] === 'exclude';
}

function selectsView(rule: JsonObject): boolean {
  const type = textAt(objectAt(rule, 'object-locator'), 'table-type');
  return rule['rule-type'] === 'selection' && (type === 'view' || type === 'all') && !isExclude(rule);
}

function locatorOf(rule: JsonObject): TableName {
  const locator = objectAt(rule, 'object-locator');
  return { schema: textAt(locator, 'schema-name') ?? '%', table: textAt(locator, 'table-name') ?? '%' };
}
