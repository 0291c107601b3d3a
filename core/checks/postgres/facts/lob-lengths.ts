import { type TableName, tableIdentity } from '../../../tables/table-name';
import type { LobFacts, TableFacts } from '../../facts/source-facts';
import { hasRows } from '../../facts/source-facts';
import type { Query, QueryResults } from '../../query/query';
import { numberOf, rowsOf, textOf } from '../../query/query-results';
import { isUnboundedVarchar, postgresColumnTypes } from '../column-types';

/** Pages read of a table. A larger table is sampled. */
const pagesRead = 1_000;
/**
 * Each table is locked until the statement ends, and the server has room for some thousands of
 * locks.
 */
const maxTables = 500;
/** Seconds after which no further table is started, and after which the statement is cancelled. */
const [startSeconds, timeoutSeconds] = [15, 25];

/**
 * One statement for all tables. The names are values in it, and the server itself quotes them (%I
 * of format), so that a name is never read as SQL. No table is started after ${startSeconds}
 * seconds. Lengths measured until then are kept. octet_length reads only the size of compressed or
 * toasted text: www.postgresql.org/docs/current/functions-string.html
 */
const measure = `
WITH listed AS (
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
  FROM listed ORDER BY place OFFSET 0
)
SELECT place, CASE WHEN clock_timestamp() < statement_timestamp() + interval '${startSeconds} seconds'
  THEN query_to_xml(statement, false, true, '')::text END AS measured
FROM statements`.trim();

/** Table whose LOBs, and varchar columns without a length, are measured. */
export interface MeasuredTable extends TableName {
  readonly sampled: boolean;
  /** Percentage of the pages to read. Absent when all are read. */
  readonly share?: number;
  readonly columns: readonly { readonly name: string; readonly bytes: boolean; readonly factor: number }[];
}

/**
 * Types that DMS reads as NCLOB: it counts two bytes per character, where UTF-8 has one or more.
 */
const nclobTypes: ReadonlySet<string> = new Set(['text', 'citext', 'json', 'jsonb', 'hstore', 'composite']);

type MeasurableTable = Pick<TableFacts, 'schema' | 'table' | 'kind' | 'columns' | 'readable'> & {
  readonly pages: number;
};

/** Returns the tables to measure, smaller tables first. */
export function measuredTables(tables: readonly MeasurableTable[]): readonly MeasuredTable[] {
  return tables
    .filter((table) => table.readable === true && hasRows(table))
    .map(({ schema, table, columns, pages }) => ({
      schema,
      table,
      pages,
      columns: columns
        .filter((column) => postgresColumnTypes.isLob(column) || isUnboundedVarchar(column))
        .map(({ name, type }) => ({
          name,
          bytes: type === 'bytea',
          factor: nclobTypes.has(type) || type.endsWith('[]') ? 2 : 1,
        })),
    }))
    .filter(({ columns }) => columns.length > 0)
    .sort((a, b) => a.pages - b.pages)
    .slice(0, maxTables)
    .map(({ pages, ...table }) => ({
      ...table,
      sampled: pages > pagesRead,
      ...(pages > pagesRead ? { share: (100 * pagesRead) / pages } : {}),
    }));
}

export function lobQuery(tables: readonly MeasuredTable[]): Query {
  const measured = tables.map(({ schema, table, columns, share }, place) => ({
    place,
    s: schema,
    t: table,
    share,
    columns: columns.map(({ name, bytes }, column) => ({ place: column, name, bytes })),
  }));
  return { id: 'lobs', sql: measure, binds: [JSON.stringify(measured)], timeoutSeconds };
}

type LongestValue = Omit<LobFacts, 'name'>;

/**
 * Returns a function that gives the longest value of a column, in bytes as DMS counts them. 0 where
 * no row has a value.
 */
export function longestValues(
  tables: readonly MeasuredTable[],
  results: QueryResults,
): (table: TableName, column: string) => LongestValue {
  const measured = new Map<string, LongestValue>();
  for (const row of rowsOf(results, 'lobs')) {
    const table = tables[numberOf(row, 'place') ?? -1];
    const xml = textOf(row, 'measured');
    if (table === undefined || xml === undefined) continue;
    const lengths = lengthsOf(xml);
    for (const [place, { name, factor }] of table.columns.entries())
      measured.set(keyOf(table, name), {
        longestBytes: (lengths.get(place) ?? 0) * factor,
        sampled: table.sampled,
      });
  }
  return (table, column) => measured.get(keyOf(table, column)) ?? { sampled: false };
}

/** Lengths by the place of their column: `<c0>12</c0>`. */
function lengthsOf(xml: string): ReadonlyMap<number, number> {
  return new Map(
    [...xml.matchAll(/<c(\d+)>(\d+)<\/c\1>/g)].map(([, place, bytes]) => [Number(place), Number(bytes)]),
  );
}

function keyOf(table: TableName, column: string): string {
  return JSON.stringify([tableIdentity(table), column]);
}
