import type { Mode } from '../model/mode';
import { fullTableName, tableIdentity } from '../tables/table-name';
import type { Discovered, DiscoveredTable } from './discovered';

export interface SuggestedJob {
  readonly name: string;
  readonly mode: Mode;
  /** Reasons for these tables and this mode, one line each. */
  readonly because: readonly string[];
  readonly tables: readonly SuggestedTable[];
}

export interface SuggestedTable {
  readonly schema: string;
  readonly table: string;
  readonly parallel: boolean;
  /** Size, key and LOB columns of the table. */
  readonly remark: string;
}

export interface Suggestion {
  readonly jobs: readonly SuggestedJob[];
  /** Tables that no job contains, with the reason. */
  readonly leftOut: readonly { readonly schema: string; readonly table: string; readonly because: string }[];
}

/** A smaller table is loaded in seconds, so it does not need a task that runs all the time. */
const minCdcRows = 100_000;
const minParallelRows = 1_000_000;

/**
 * Suggests CDC for large tables with a key, if the source supports it, and a nightly load for all
 * other tables.
 */
export function suggestJobs({ tables, cdcProblems }: Discovered): Suggestion {
  const leftOut: { schema: string; table: string; because: string }[] = [];
  const selected = tables.filter((one) => {
    const { schema, table } = one;
    const because = whyLeftOut(one, tables);
    if (because !== undefined) leftOut.push({ schema, table, because });
    return because === undefined;
  });
  const usesCdc = ({ primaryKey, rows = 0, hasParts }: DiscoveredTable): boolean =>
    cdcProblems.length === 0 && hasParts !== true && primaryKey.length > 0 && rows >= minCdcRows;
  const jobs: readonly SuggestedJob[] = [
    {
      name: 'tables-live',
      mode: 'full-load-and-cdc',
      because: [
        `The source supports CDC, and these tables have a primary key and at least ${minCdcRows.toLocaleString('en-US')} rows.`,
        'They are loaded once and then updated by CDC, which costs the source less than a load every night.',
      ],
      tables: selected.filter(usesCdc).map(suggestedTable),
    },
    {
      name: 'tables-nightly',
      mode: 'full-load',
      because:
        cdcProblems.length > 0
          ? [
              'The source does not support CDC yet, so all tables are loaded every night:',
              ...cdcProblems.map(({ found }) => found),
            ]
          : [
              'These tables are small, or have no primary key by which DMS could update rows.',
              'They are loaded completely every night.',
            ],
      tables: selected.filter((table) => !usesCdc(table)).map(suggestedTable),
    },
  ];
  return { jobs: jobs.filter(({ tables: some }) => some.length > 0), leftOut };
}

function whyLeftOut(
  { kind, readable, partOf = [] }: DiscoveredTable,
  tables: readonly DiscoveredTable[],
): string | undefined {
  const whole = partOf
    .map(tableIdentity)
    .map((identity) => tables.find((one) => tableIdentity(one) === identity))
    .find((one) => one !== undefined && one.readable !== false);
  if (whole !== undefined) return `a part of ${fullTableName(whole)}, which is loaded with its rows`;
  if (readable === false) return 'the login cannot read it';
  if (kind === 'table' || kind === 'partitioned-table') return undefined;
  return kind === 'view' || kind === 'materialized-view'
    ? `a ${kind}; add it to a job to load its rows as a table`
    : `a table of kind ${kind}`;
}

function suggestedTable({
  schema,
  table,
  rows,
  primaryKey,
  uniqueKeys,
  lobs,
  hasParts,
}: DiscoveredTable): SuggestedTable {
  const remark = [
    rows === undefined ? 'unknown number of rows' : `about ${rows.toLocaleString('en-US')} rows`,
    ...(primaryKey.length > 0 ? [] : [uniqueKeys > 0 ? 'no primary key, but a unique key' : 'no key']),
    ...(hasParts === true ? ['CDC needs its partitions instead'] : []),
    ...(lobs.length === 0 ? [] : [lobText(lobs)]),
  ].join('; ');
  return { schema, table, parallel: (rows ?? 0) >= minParallelRows && primaryKey.length > 0, remark };
}

/** Names at most three columns, because a table can have a thousand. */
function lobText(lobs: DiscoveredTable['lobs']): string {
  const columns = lobs.slice(0, 3).map(({ column }) => column);
  const more = lobs.length - columns.length;
  const longest = Math.max(0, ...lobs.map(({ longestBytes }) => longestBytes ?? 0));
  return [
    `LOBs in ${columns.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
    ...(longest > 0 ? [`up to ${Math.ceil(longest / 1024).toLocaleString('en-US')} KB`] : []),
  ].join(', ');
}
