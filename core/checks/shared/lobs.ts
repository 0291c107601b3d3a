import type { CheckFinding } from '../check';
import type { CheckAsk } from '../check-request';
import type { SourceFacts, TableFacts } from '../engine';
import { finding } from '../query-results';
import type { Outcome } from '../verdicts';
import { sharedChecks } from './catalogue';
import { excludedColumns } from './excluded';

/** DMS's most, in KB. Source: DMS guide, CHAP_Tasks.LOBSupport. */
export const largestLobKb = 102_400;
/** Tomorrow's values are longer; and of a sample the longest was hardly seen. */
const [measuredMargin, sampledMargin] = [1.25, 2];

type Lob = TableFacts['lobColumns'][number];

/** `longestBytes` is counted as DMS counts: a character of an NCLOB has two bytes. */
export function lobsThatDoNotFit(ask: CheckAsk, facts: SourceFacts): Outcome {
  const lobs = facts.tables.flatMap((table) => {
    const isLeft = excludedColumns(ask, table);
    return table.lobColumns.filter(({ name }) => !isLeft(name)).map((lob) => ({ table, lob }));
  });
  if (lobs.length === 0) return [];
  const because = facts.unseen?.lobs;
  if (ask.lob.mode === 'none') return lobs.map(({ table, lob }) => leftOut(table, lob));
  if (because !== undefined) return { cannotLook: because };
  const suggested = suggestedKb(lobs.map(({ lob }) => lob));
  return [
    ...lobs.flatMap(({ table, lob }) => (isKeyless(ask, table) ? [withoutKey(table, lob)] : [])),
    ...lobs.flatMap(({ table, lob }) => fits(ask, table, lob, suggested)),
    ...unmeasured(lobs),
  ];
}

function fits(ask: CheckAsk, table: TableFacts, lob: Lob, suggested: number): readonly CheckFinding[] {
  const { longestBytes, sampled } = lob;
  const most = ask.lob.mode === 'limited' ? ask.lob.maxBytes : undefined;
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
        mend:
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
    mend: {
      kind: 'config',
      text: 'task-settings: {TargetMetadata: {SupportLobs: true, LimitedSizeLobMode: true, LobMaxSize: 32}}',
    },
  });
}

/** Full LOB mode looks each value up by the row's key. */
function isKeyless(ask: CheckAsk, table: TableFacts): boolean {
  const byKey = ask.lob.mode === 'full' || ask.lob.mode === 'inline';
  return byKey && table.primaryKey.length === 0 && table.uniqueKeys.length === 0;
}

function withoutKey(table: TableFacts, lob: Lob): CheckFinding {
  return finding(sharedChecks.lob, 'full LOB mode needs a key, and the table has none', {
    schema: table.schema,
    table: table.table,
    column: lob.name,
    mend: {
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
