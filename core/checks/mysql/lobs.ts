import type { TableFacts } from '../facts/source-facts';
import { quoted, quotedTable } from '../query/identifiers';
import type { Query, QueryResults } from '../query/query';
import { numberOf, rowsOf, textOf } from '../query/query-results';
import { mysqlTypes } from './column-types';

/** Of a table with more rows the first so many are read: MySQL has no sample that costs less than reading all. */
const rowsRead = 10_000;
/** Measured in one statement; the others are said to be unmeasured. */
const mostTables = 200;
const patience = 25;

/** What DMS counts of a byte as stored: MEDIUMTEXT and LONGTEXT are NCLOBs, with two bytes a character. */
const nclob: ReadonlySet<string> = new Set(['mediumtext', 'longtext']);

export interface MeasuredTable {
  readonly table: TableFacts;
  readonly sampled: boolean;
  readonly columns: readonly { readonly name: string; readonly factor: number }[];
}

/** Smaller tables first. */
export function toMeasure(tables: readonly TableFacts[]): readonly MeasuredTable[] {
  return tables
    .filter(({ kind, readable }) => kind === 'table' && readable === true)
    .map((table) => ({
      table,
      sampled: (table.rowsEstimated ?? rowsRead + 1) > rowsRead,
      columns: table.columns
        .filter((column) => mysqlTypes.isLob(column))
        .map(({ name, type }) => ({ name, factor: nclob.has(type) ? 2 : 1 })),
    }))
    .filter(({ columns }) => columns.length > 0)
    .sort((a, b) => (a.table.rowsEstimated ?? 0) - (b.table.rowsEstimated ?? 0))
    .slice(0, mostTables);
}

/** One statement for all tables. It holds names, quoted as MySQL reads them, and no value (O2). */
export function lobQuery(tables: readonly MeasuredTable[]): Query {
  const parts = tables.map(({ table, sampled, columns }, place) => {
    const names = columns.map(({ name }) => quoted('mysql', name));
    const from = sampled
      ? `(SELECT ${names.join(', ')} FROM ${quotedTable(table)} LIMIT ${rowsRead}) AS t`
      : quotedTable(table);
    // One text a table: the parts of a UNION have as many columns each.
    const lengths = names.map((name) => `IFNULL(MAX(OCTET_LENGTH(${name})), 0)`);
    return `SELECT ${place} AS place, CONCAT_WS(',', ${lengths.join(', ')}) AS longest FROM ${from}`;
  });
  const none = 'SELECT NULL AS place, NULL AS longest';
  return {
    id: 'lobs',
    sql: parts.length === 0 ? none : parts.join(' UNION ALL '),
    binds: [],
    timeoutSeconds: patience,
  };
}

export type Lengths = (
  table: TableFacts,
  column: string,
) => { readonly longestBytes?: number; readonly sampled: boolean };

export function longest(tables: readonly MeasuredTable[], results: QueryResults): Lengths {
  const measured = new Map<string, { readonly longestBytes: number; readonly sampled: boolean }>();
  for (const row of rowsOf(results, 'lobs')) {
    const one = tables[numberOf(row, 'place') ?? -1];
    const lengths = (textOf(row, 'longest') ?? '').split(',').map(Number);
    for (const [place, { name, factor }] of (one?.columns ?? []).entries())
      if (one !== undefined)
        measured.set(keyOf(one.table, name), {
          longestBytes: (lengths[place] ?? 0) * factor,
          sampled: one.sampled,
        });
  }
  return (table, column) => measured.get(keyOf(table, column)) ?? { sampled: false };
}

function keyOf({ schema, table }: TableFacts, column: string): string {
  return JSON.stringify([schema, table, column]);
}
