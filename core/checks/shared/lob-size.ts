import { fullTableName } from '../../tables/table-name';
import { defineShared } from '../catalogue/define-checks';
import type { Check, SharedSource } from '../evaluation/check';
import { withoutFacts } from '../evaluation/skip-reasons';
import { hasRows, type LobFacts, type TableFacts } from '../facts/source-facts';
import type { CheckFinding } from '../report/check-report';
import { configFix, finding, placeOf } from '../report/finding';
import { nameList } from '../report/name-list';
import type { CheckRequest } from '../request/check-request';
import { excludedColumns } from './excluded-columns';

/** See docs/pitfalls.md#truncated-lobs */
const definition = defineShared('lob-size', {
  modes: 'all',
  severity: 'error',
  title: 'the longest LOB fits',
  why: 'in limited LOB mode, DMS truncates values above LobMaxSize and only writes a warning to the task log. S3 targets have no full LOB mode',
  page: 'CHAP_Tasks.LOBSupport.html',
});

/** The largest LobMaxSize, in KB. Source: DMS guide, CHAP_Tasks.LOBSupport. */
const largestLobKb = 102_400;
const largestLobBytes = largestLobKb * 1024;
/** Later values may be longer, and a sample rarely contains the longest value. */
const [measuredMargin, sampledMargin] = [1.25, 2];

interface LobColumn {
  readonly table: TableFacts;
  readonly lob: LobFacts;
}

export const lobSize: Check<SharedSource> = {
  definition,
  skip: withoutFacts('tables', 'columns'),
  evaluate({ request, facts }) {
    const columns = lobColumns(request, facts.tables);
    if (columns.length === 0) return [];
    if (request.lob.mode === 'none') return columns.map(notMigrated);
    const because = facts.unavailable?.lobs;
    if (because !== undefined) return { skippedBecause: because };
    const suggestedKb = suggestedSize(columns);
    return [
      ...columns.filter(({ table }) => needsKey(request, table)).map(withoutKey),
      ...columns.flatMap((column) => tooLong(request, column, suggestedKb)),
      ...notMeasured(columns),
    ];
  },
};

function lobColumns(request: CheckRequest, tables: readonly TableFacts[]): readonly LobColumn[] {
  return tables.flatMap((table) => {
    const isExcluded = excludedColumns(request, table);
    return table.lobColumns.filter(({ name }) => !isExcluded(name)).map((lob) => ({ table, lob }));
  });
}

function notMigrated({ table, lob }: LobColumn): CheckFinding {
  return finding(definition, 'SupportLobs is false, so the column does not arrive', {
    ...placeOf(table, lob.name),
    severity: 'warning',
    fix: configFix(
      'task-settings: {TargetMetadata: {SupportLobs: true, LimitedSizeLobMode: true, LobMaxSize: 32}}',
    ),
  });
}

/** Full LOB mode reads each value by the key of its row. */
function needsKey({ lob }: CheckRequest, { primaryKey, uniqueKeys }: TableFacts): boolean {
  const isReadByKey = lob.mode === 'full' || lob.mode === 'inline';
  return isReadByKey && primaryKey.length === 0 && uniqueKeys.length === 0;
}

function withoutKey({ table, lob }: LobColumn): CheckFinding {
  return finding(definition, 'full LOB mode needs a key, and the table has none', {
    ...placeOf(table, lob.name),
    fix: configFix('task-settings: {TargetMetadata: {LimitedSizeLobMode: true, LobMaxSize: 32}}'),
  });
}

function tooLong(
  request: CheckRequest,
  { table, lob }: LobColumn,
  suggestedKb: number,
): readonly CheckFinding[] {
  const { longestBytes, sampled } = lob;
  const allowed = request.lob.mode === 'limited' ? request.lob.maxBytes : undefined;
  if (longestBytes === undefined || allowed === undefined) return [];
  if (longestBytes * marginOf(lob) <= allowed) return [];
  const isTruncated = longestBytes > allowed;
  const longest = `the longest value${sampled ? ' of a sample' : ''} needs ${longestBytes} bytes`;
  return [
    finding(
      definition,
      `${longest}, LobMaxSize is ${allowed}${isTruncated ? '' : ', which leaves no room for longer values'}`,
      {
        ...placeOf(table, lob.name),
        ...(isTruncated ? {} : { severity: 'warning' }),
        fix: configFix(
          longestBytes > largestLobBytes
            ? `exclude-columns: [${JSON.stringify(lob.name)}]   # DMS migrates at most ${largestLobKb} KB`
            : `task-settings: {TargetMetadata: {LobMaxSize: ${suggestedKb}}}`,
        ),
      },
    ),
  ];
}

/**
 * LobMaxSize in KB, a multiple of 16. It applies to all tables of a job, so one number must fit all
 * columns.
 */
function suggestedSize(columns: readonly LobColumn[]): number {
  const needed = columns.map(({ lob }) => {
    const { longestBytes = 0 } = lob;
    return longestBytes > largestLobBytes ? 0 : longestBytes * marginOf(lob);
  });
  return Math.min(largestLobKb, Math.max(16, Math.ceil(Math.max(...needed) / 1024 / 16) * 16));
}

function marginOf({ sampled }: LobFacts): number {
  return sampled ? sampledMargin : measuredMargin;
}

/** One finding for all columns that were not measured: there may be many. */
function notMeasured(columns: readonly LobColumn[]): readonly CheckFinding[] {
  const left = columns.filter(({ table, lob }) => lob.longestBytes === undefined && hasRows(table));
  if (left.length === 0) return [];
  const names = left.map(({ table, lob }) => `${fullTableName(table)}.${lob.name}`);
  return [
    finding(
      definition,
      `not measured: ${nameList(names, 3)}, because the time was over or the login may not read them`,
      { severity: 'note' },
    ),
  ];
}
