import type { Mode } from '../model/mode';
import type { Discovered, DiscoveredTable } from './discovered';

export interface SuggestedJob {
  readonly name: string;
  readonly mode: Mode;
  /** Why these tables are together and in this mode, one sentence a line. */
  readonly because: readonly string[];
  readonly tables: readonly SuggestedTable[];
}

export interface SuggestedTable {
  readonly schema: string;
  readonly table: string;
  readonly parallel: boolean;
  /** What a person wants to know of it. */
  readonly remark: string;
}

export interface Suggestion {
  readonly jobs: readonly SuggestedJob[];
  /** Tables that no job takes, and why. */
  readonly left: readonly { readonly schema: string; readonly table: string; readonly because: string }[];
}

/** Below this a table is loaded whole in seconds: following its changes is not worth a task that always runs. */
const worthFollowing = 100_000;
const worthSplitting = 1_000_000;

/** Jobs to start from: large tables with a key are followed where the source gives changes, all others are loaded each night. */
export function suggest({ tables, noChanges }: Discovered): Suggestion {
  const left: { schema: string; table: string; because: string }[] = [];
  const taken = tables.filter(({ schema, table, kind, readable }) => {
    const because = whyNot(kind, readable);
    if (because !== undefined) left.push({ schema, table, because });
    return because === undefined;
  });
  const isFollowed = (table: DiscoveredTable): boolean =>
    noChanges.length === 0 && table.primaryKey.length > 0 && (table.rows ?? 0) >= worthFollowing;
  const nightly = taken.filter((table) => !isFollowed(table));
  const followed = taken.filter(isFollowed);
  const jobs: SuggestedJob[] = [
    {
      name: 'tables-live',
      mode: 'full-load-and-cdc' as const,
      because: [
        `${worthFollowing.toLocaleString('en-US')} rows or more, each with a primary key, and the source gives changes:`,
        'loaded once, then followed, which asks less of the source than a load each night.',
      ],
      tables: followed.map(suggested),
    },
    {
      name: 'tables-nightly',
      mode: 'full-load' as const,
      because:
        noChanges.length > 0
          ? [
              'The source gives no changes today, so all is loaded each night:',
              ...noChanges.map(({ found }) => found),
            ]
          : ['Small, or without a primary key, by which DMS finds rows to update: loaded whole each night.'],
      tables: nightly.map(suggested),
    },
  ];
  return { jobs: jobs.filter(({ tables: some }) => some.length > 0), left };
}

function whyNot(kind: string, readable: boolean | undefined): string | undefined {
  if (readable === false) return 'the login may not read it';
  if (kind === 'table' || kind === 'partitioned-table') return undefined;
  return kind === 'view' || kind === 'materialized-view'
    ? `a ${kind}: list it yourself where you want its rows as a table`
    : `a table of kind ${kind}`;
}

function suggested({ schema, table, rows, primaryKey, uniqueKeys, lobs }: DiscoveredTable): SuggestedTable {
  const longest = Math.max(0, ...lobs.map(({ longestBytes }) => longestBytes ?? 0));
  const remark = [
    rows === undefined ? 'rows unknown' : `about ${rows.toLocaleString('en-US')} rows`,
    ...(primaryKey.length > 0 ? [] : [uniqueKeys > 0 ? 'no primary key, but a unique one' : 'no key']),
    ...(lobs.length === 0
      ? []
      : [
          `long values in ${named(lobs.map(({ column }) => column))}${longest > 0 ? `, up to ${Math.ceil(longest / 1024).toLocaleString('en-US')} KB` : ''}`,
        ]),
  ].join('; ');
  return { schema, table, parallel: (rows ?? 0) >= worthSplitting && primaryKey.length > 0, remark };
}

/** A table may have a thousand. */
function named(columns: readonly string[]): string {
  const more = columns.length - 3;
  return `${columns.slice(0, 3).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
