import type { Json, JsonObject } from '../../json';
import type { SourceConnection } from '../../planning/connection-plan';
import type { JobPlan } from '../../planning/job-plan';
import { matchesPattern } from '../../tables/table-pattern';
import type { TableShape } from '../../tables/table-shape';
import type { NeededLog } from '../position/needed-log';
import type { CheckRequest, RequestedTable } from './check-request';
import { columnsOfRules } from './columns-of-rules';

/** What a job wants to know of its source before a run. `lastShapes` are those of the last good run; `now` is ISO 8601 in UTC. */
export function requestOfJob(
  job: JobPlan,
  {
    engine,
    databaseName,
    connectionAttributes,
  }: Pick<SourceConnection, 'engine' | 'databaseName' | 'connectionAttributes'>,
  given: {
    readonly now: string;
    readonly lastShapes?: readonly TableShape[];
    readonly neededLog?: NeededLog;
  },
): CheckRequest {
  const rules = rulesOf(job.tableMappings);
  const excludes = rules.filter(isExclude).map(locatorOf);
  const tables = job.expectedTables.map(
    ({ schema, table, targetSchema, targetTable }): RequestedTable => ({
      schema,
      table,
      ...(schema === targetSchema && table === targetTable
        ? {}
        : { written: { schema: targetSchema, table: targetTable } }),
      columns: [...columnsOfRules(rules, schema, table), ...splitBy(job, schema, table)],
    }),
  );
  const gap = job.replication?.longestGapSeconds;
  return {
    job: job.identity.key,
    engine,
    mode: job.mode,
    databaseName,
    ...(connectionAttributes === undefined ? {} : { connectionAttributes }),
    tables,
    patterns: job.tablePatterns,
    excludes,
    target: job.targetEngine,
    lob: lobOf(job.taskSettings),
    startFrom: job.replication?.startFrom ?? { kind: 'now' },
    ...(given.neededLog === undefined ? {} : { neededLog: given.neededLog }),
    ...(gap === undefined || !job.enabled ? {} : { longestGapSeconds: gap }),
    drift: job.drift ?? 'warn',
    // Of a table that the job no longer selects nothing has drifted.
    lastShapes: (given.lastShapes ?? []).filter(({ schema, table }) => {
      const matches = (pattern: { readonly schema: string; readonly table: string }): boolean =>
        matchesPattern(pattern.schema, schema) && matchesPattern(pattern.table, table);
      const isNamed = tables.some((one) => one.schema === schema && one.table === table);
      return !excludes.some(matches) && (isNamed || job.tablePatterns.some(matches));
    }),
    now: given.now,
  };
}

function splitBy({ splits = [] }: JobPlan, schema: string, table: string): RequestedTable['columns'] {
  return splits.flatMap((split) =>
    split.schema === schema && split.table === table && split.column !== undefined
      ? [{ name: split.column, usedIn: 'parallel' as const }]
      : [],
  );
}

/**
 * TargetMetadata; LobMaxSize and InlineLobMaxSize are in KB.
 * Source: DMS guide, CHAP_Tasks.CustomizingTasks.TaskSettings.TargetMetadata.
 */
function lobOf(settings: JsonObject): CheckRequest['lob'] {
  const target = settings['TargetMetadata'];
  const said = (key: string): Json | undefined => (isObject(target) ? target[key] : undefined);
  if (said('SupportLobs') === false) return { mode: 'none' };
  const [inline, limit] = [Number(said('InlineLobMaxSize') ?? 0), Number(said('LobMaxSize') ?? 0)];
  if (said('FullLobMode') === true)
    return inline > 0 ? { mode: 'inline', maxBytes: inline * 1024 } : { mode: 'full' };
  // Zero is DMS's word for no limit.
  return limit > 0 ? { mode: 'limited', maxBytes: limit * 1024 } : { mode: 'limited' };
}

function rulesOf(mappings: JsonObject): readonly JsonObject[] {
  const rules = mappings['rules'];
  return Array.isArray(rules) ? rules.filter(isObject) : [];
}

function isExclude(rule: JsonObject): boolean {
  return rule['rule-type'] === 'selection' && rule['rule-action'] === 'exclude';
}

function locatorOf(rule: JsonObject): { schema: string; table: string } {
  const locator = rule['object-locator'];
  const text = (key: string): string => (isObject(locator) ? String(locator[key] ?? '%') : '%');
  return { schema: text('schema-name'), table: text('table-name') };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
