import { type TableName, tableIdentity } from '../../../tables/table-name';
import type { LobFacts, TableFacts } from '../../facts/source-facts';
import { quotedTable } from '../../query/identifiers';
import type { Query, QueryResults } from '../../query/query';
import { numberOf, rowsOf, textOf } from '../../query/query-results';
import { mysqlColumnTypes } from '../column-types';
import { mysqlDialect } from '../dialect';

/**
 * Rows read of a table. Of a larger table the first ones are read: in MySQL no sample is cheaper
 * than reading all rows.
 */
const rowsRead = 10_000;
/** Tables measured in one statement. Others are reported as not measured. */
const maxTables = 200;
const timeoutSeconds = 25;

/** Types that DMS reads as NCLOB: it counts two bytes per character. */
const nclobTypes: ReadonlySet<string> = new Set(['mediumtext', 'longtext']);

export interface MeasuredTable {
  readonly table: TableFacts;
  readonly sampled: boolean;
  readonly columns: readonly { readonly name: string; readonly factor: number }[];
}

/** Returns the tables to measure, smaller tables first. */
export function measuredTables(tables: readonly TableFacts[]): readonly MeasuredTable[] {
  return tables
    .filter(({ kind, readable }) => kind === 'table' && readable === true)
    .map((table) => ({
      table,
      sampled: (table.rowsEstimated ?? rowsRead + 1) > rowsRead,
      columns: table.columns
        .filter((column) => mysqlColumnTypes.isLob(column))
        .map(({ name, type }) => ({ name, factor: nclobTypes.has(type) ? 2 : 1 })),
    }))
    .filter(({ columns }) => columns.length > 0)
    .sort((a, b) => (a.table.rowsEstimated ?? 0) - (b.table.rowsEstimated ?? 0))
    .slice(0, maxTables);
}

/** One statement for all tables, with quoted names and without values. */
export function lobQuery(tables: readonly MeasuredTable[]): Query {
  const parts = tables.map(({ table, sampled, columns }, place) => {
    const names = columns.map(({ name }) => mysqlDialect.identifier(name));
    const from = sampled
      ? `(SELECT ${names.join(', ')} FROM ${quotedTable(table)} LIMIT ${rowsRead}) AS t`
      : quotedTable(table);
    // One text per table, because all parts of a UNION have the same number of columns.
    const lengths = names.map((name) => `IFNULL(MAX(OCTET_LENGTH(${name})), 0)`);
    return `SELECT ${place} AS place, CONCAT_WS(',', ${lengths.join(', ')}) AS longest FROM ${from}`;
  });
  const none = 'SELECT NULL AS place, NULL AS longest';
  return {
    id: 'lobs',
    sql: parts.length === 0 ? none : parts.join(' UNION ALL '),
    binds: [],
    timeoutSeconds,
  };
}

type LongestValue = Omit<LobFacts, 'name'>;

/** Returns a function that gives the longest value of a column, in bytes as DMS counts them. */
export function longestValues(
  tables: readonly MeasuredTable[],
  results: QueryResults,
): (table: TableName, column: string) => LongestValue {
  const measured = new Map<string, LongestValue>();
  for (const row of rowsOf(results, 'lobs')) {
    const one = tables[numberOf(row, 'place') ?? -1];
    if (one === undefined) continue;
    const lengths = (textOf(row, 'longest') ?? '').split(',').map(Number);
    for (const [place, { name, factor }] of one.columns.entries())
      measured.set(keyOf(one.table, name), {
        longestBytes: (lengths[place] ?? 0) * factor,
        sampled: one.sampled,
      });
  }
  return (table, column) => measured.get(keyOf(table, column)) ?? { sampled: false };
}

function keyOf(table: TableName, column: string): string {
  return JSON.stringify([tableIdentity(table), column]);
}
