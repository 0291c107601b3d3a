import type { TableFacts } from '../facts/source-facts';
import type { Query, QueryResults } from '../query/query';
import { numberOf, rowsOf, textOf } from '../query/query-results';
import { postgresTypes } from './column-types';

/** Of a table with more pages about so many are read. */
const pagesRead = 1_000;
/** Each table is locked until the statement ends, and the server has room for some thousands of locks. */
const mostTables = 500;
/** After which no further table is begun, and after which the statement is given up. */
const [seconds, patience] = [15, 25];

/**
 * One statement for all tables: the names are values in it, and the server itself quotes them (format's %I), so that a name can
 * never become SQL (O2). No table is begun after ${seconds} seconds: what is measured by then is kept.
 * octet_length reads no compressed or toasted text, only its size: www.postgresql.org/docs/current/functions-string.html
 */
const measure = `
WITH asked AS (
  SELECT a.place, a.s, a.t, a.share, a.columns FROM json_to_recordset($1::json)
    AS a(place int, s text, t text, share float8, columns json)
),
statements AS (
  SELECT place, coalesce(share, 100) AS read, (
    SELECT format('SELECT %s FROM %I.%I%s', string_agg(CASE WHEN c.value ->> 'bytes' = 'true'
        THEN format('max(octet_length(%I)) AS c%s', c.value ->> 'name', (c.value ->> 'place')::int)
        ELSE format('max(octet_length(%I::text)) AS c%s', c.value ->> 'name', (c.value ->> 'place')::int) END, ', '),
      s, t, CASE WHEN share IS NULL THEN '' ELSE format(' TABLESAMPLE SYSTEM (%s)', share) END)
    FROM json_array_elements(columns) AS c(value)) AS statement
  FROM asked ORDER BY place OFFSET 0
)
SELECT place, CASE WHEN clock_timestamp() < statement_timestamp() + interval '${seconds} seconds'
  THEN query_to_xml(statement, false, true, '')::text END AS measured
FROM statements`.trim();

export interface MeasuredTable {
  readonly schema: string;
  readonly table: string;
  readonly sampled: boolean;
  readonly columns: readonly { readonly name: string; readonly bytes: boolean; readonly factor: number }[];
}

/** What DMS counts of a byte as stored: an NCLOB's character has two bytes, in UTF-8 one or more. */
const nclob: ReadonlySet<string> = new Set(['text', 'citext', 'json', 'jsonb', 'hstore', 'composite']);

/** LOBs, and varchar without a length, which is cut as well. Smaller tables first. */
export function toMeasure(
  tables: readonly (Pick<TableFacts, 'schema' | 'table' | 'kind' | 'columns' | 'readable'> & {
    readonly pages: number;
  })[],
): readonly MeasuredTable[] {
  return tables
    .filter(({ kind, readable }) => readable === true && (kind === 'table' || kind === 'partitioned-table'))
    .map(({ schema, table, columns, pages }) => ({
      schema,
      table,
      pages,
      columns: columns
        .filter((column) => postgresTypes.isLob(column) || isUnbounded(column))
        .map(({ name, type }) => ({
          name,
          bytes: type === 'bytea',
          factor: nclob.has(type) || type.endsWith('[]') ? 2 : 1,
        })),
    }))
    .filter(({ columns }) => columns.length > 0)
    .sort((a, b) => a.pages - b.pages)
    .slice(0, mostTables)
    .map(({ pages, ...table }) => ({ ...table, ...share(pages) }));
}

export function isUnbounded({
  type,
  length,
}: {
  readonly type: string;
  readonly length?: number | undefined;
}): boolean {
  return type === 'character varying' && length === undefined;
}

function share(pages: number): { readonly sampled: boolean; readonly share?: number } {
  return pages <= pagesRead ? { sampled: false } : { sampled: true, share: (100 * pagesRead) / pages };
}

export function lobQuery(tables: readonly MeasuredTable[]): Query {
  const requested = tables.map(({ schema, table, columns, ...more }, place) => ({
    place,
    s: schema,
    t: table,
    ...('share' in more ? { share: more.share } : {}),
    columns: columns.map(({ name, bytes }, column) => ({ place: column, name, bytes })),
  }));
  return { id: 'lobs', sql: measure, binds: [JSON.stringify(requested)], timeoutSeconds: patience };
}

/** Bytes as DMS counts them, by table's and column's place; 0 where no row has a value. */
export function longest(
  tables: readonly MeasuredTable[],
  results: QueryResults,
): (
  schema: string,
  table: string,
  column: string,
) => { readonly longestBytes?: number; readonly sampled: boolean } {
  const measured = new Map<string, { readonly longestBytes?: number; readonly sampled: boolean }>();
  for (const row of rowsOf(results, 'lobs')) {
    const table = tables[numberOf(row, 'place') ?? -1];
    const xml = textOf(row, 'measured');
    if (table === undefined || xml === undefined) continue;
    const found = new Map(
      [...xml.matchAll(/<c(\d+)>(\d+)<\/c\1>/g)].map(([, place, bytes]) => [Number(place), Number(bytes)]),
    );
    for (const [place, { name, factor }] of table.columns.entries())
      measured.set(JSON.stringify([table.schema, table.table, name]), {
        longestBytes: (found.get(place) ?? 0) * factor,
        sampled: table.sampled,
      });
  }
  return (schema, table, column) =>
    measured.get(JSON.stringify([schema, table, column])) ?? { sampled: false };
}
