import type { Outcome } from '../evaluation/evaluate-checks';
import type { SourceFacts, TableFacts } from '../facts/source-facts';
import type { CheckFinding } from '../report/check-report';
import { finding } from '../report/finding';
import type { CheckRequest } from '../request/check-request';
import { sharedChecks } from './catalogue';
import { excludedColumns } from './excluded';

/** DMS's most, in KB. Source: DMS guide, CHAP_Tasks.LOBSupport. */
export const largestLobKb = 102_400;
/** Tomorrow's values are longer; and of a sample the longest was hardly seen. */
const [measuredMargin, sampledMargin] = [1.25, 2];

type Lob = TableFacts['lobColumns'][number];

/** `longestBytes` is counted as DMS counts: a character of an NCLOB has two bytes. */
export function lobsThatDoNotFit(request: CheckRequest, facts: SourceFacts): Outcome {
  const lobs = facts.tables.flatMap((table) => {
    const isLeft = excludedColumns(request, table);
    return table.lobColumns.filter(({ name }) => !isLeft(name)).map((lob) => ({ table, lob }));
  });
  if (lobs.length === 0) return [];
  const because = facts.unavailable?.lobs;
  if (request.lob.mode === 'none') return lobs.map(({ table, lob }) => leftOut(table, lob));
  if (because !== undefined) return { skippedBecause: because };
  const suggested = suggestedKb(lobs.map(({ lob }) => lob));
  return [
    ...lobs.flatMap(({ table, lob }) => (isKeyless(request, table) ? [withoutKey(table, lob)] : [])),
    ...lobs.flatMap(({ table, lob }) => fits(request, table, lob, suggested)),
    ...unmeasured(lobs),
  ];
}

function fits(
  request: CheckRequest,
  table: TableFacts,
  lob: Lob,
  suggested: number,
): readonly CheckFinding[] {
  const { longestBytes, sampled } = lob;
  const most = request.lob.mode === 'limited' ? request.lob.maxBytes : undefined;
  if (longestBytes === undefined || most === undefined) return [];
  const margin = sampled ? sampledMargin : measuredMargin;
  if (longestBytes * margin <= most) return [];
  const seen = `${sampled ? 'the longest value of a sample' : 'the longest value'} needs ${longestBytes} bytes`;
  const isCut = longestBytes > most;
  return [
    finding(
      sharedChecks.lob,
      `${seen}, LobMaxSize is ${most}${isCut ? '' : ': nothing is left for longer ones'}`,
      {
        schema: table.schema,
        table: table.table,
        column: lob.name,
        ...(isCut ? {} : { severity: 'warning' as const }),
        fix:
          longestBytes > largestLobKb * 1024
            ? {
                kind: 'config',
                text: `exclude-columns: [${JSON.stringify(lob.name)}]   # DMS moves at most ${largestLobKb} KB`,
              }
            : { kind: 'config', text: `task-settings: {TargetMetadata: {LobMaxSize: ${suggested}}}` },
      },
    ),
  ];
}

/** One number for the job: LobMaxSize holds for all of its tables. In KB, a multiple of 16. */
function suggestedKb(lobs: readonly Lob[]): number {
  const needed = lobs.map(({ longestBytes = 0, sampled }) =>
    longestBytes > largestLobKb * 1024 ? 0 : longestBytes * (sampled ? sampledMargin : measuredMargin),
  );
  return Math.min(largestLobKb, Math.max(16, Math.ceil(Math.max(...needed) / 1024 / 16) * 16));
}

function leftOut(table: TableFacts, lob: Lob): CheckFinding {
  return finding(sharedChecks.lob, 'SupportLobs is false: the column does not arrive', {
    schema: table.schema,
    table: table.table,
    column: lob.name,
    severity: 'warning',
    fix: {
      kind: 'config',
      text: 'task-settings: {TargetMetadata: {SupportLobs: true, LimitedSizeLobMode: true, LobMaxSize: 32}}',
    },
  });
}

/** Full LOB mode looks each value up by the row's key. */
function isKeyless(request: CheckRequest, table: TableFacts): boolean {
  const byKey = request.lob.mode === 'full' || request.lob.mode === 'inline';
  return byKey && table.primaryKey.length === 0 && table.uniqueKeys.length === 0;
}

function withoutKey(table: TableFacts, lob: Lob): CheckFinding {
  return finding(sharedChecks.lob, 'full LOB mode needs a key, and the table has none', {
    schema: table.schema,
    table: table.table,
    column: lob.name,
    fix: {
      kind: 'config',
      text: 'task-settings: {TargetMetadata: {LimitedSizeLobMode: true, LobMaxSize: 32}}',
    },
  });
}

/** Said once: tables that nobody measured may be many. */
function unmeasured(
  lobs: readonly { readonly table: TableFacts; readonly lob: Lob }[],
): readonly CheckFinding[] {
  const left = lobs.filter(
    ({ table, lob }) =>
      lob.longestBytes === undefined && (table.kind === 'table' || table.kind === 'partitioned-table'),
  );
  if (left.length === 0) return [];
  const named = left.slice(0, 3).map(({ table, lob }) => `${table.schema}.${table.table}.${lob.name}`);
  const more = left.length - named.length;
  return [
    finding(
      sharedChecks.lob,
      `nobody measured ${named.join(', ')}${more === 0 ? '' : ` and ${more} more`}: no time was left, or the login may not read them`,
      { severity: 'note' },
    ),
  ];
}
