import type { SourceFacts } from '../../facts/source-facts';
import { unavailableFacts } from '../../facts/unavailable-facts';
import type { QueryResults } from '../../query/query';
import { numberOf, rowOf, rowsOf, textOf } from '../../query/query-results';
import type { CheckRequest } from '../../request/check-request';
import { postgresColumnTypes } from '../column-types';
import { longestValues, measuredTables } from './lob-lengths';
import { nameOf, selectedTables } from './selected-tables';

/** Derives the facts from the results. */
export function postgresFacts(request: CheckRequest, results: QueryResults): SourceFacts {
  const server = rowOf(results, 'server');
  const serverTime = textOf(server, 'utc');
  const offset = numberOf(server, 'utc_offset_minutes');
  const tables = selectedTables(request, results);
  const longestOf = longestValues(measuredTables(tables), results);
  const queries = { tables: 'tables', columns: 'columns', keys: 'keys', lobs: 'lobs' };
  return {
    version: textOf(server, 'version') ?? '',
    ...(serverTime === undefined ? {} : { serverTime }),
    ...(offset === undefined ? {} : { utcOffsetMinutes: offset }),
    names: rowsOf(results, 'names').map(nameOf),
    unavailable: unavailableFacts(results, queries, tables.length > 0),
    tables: tables.map(({ id, pages, row, indexes, heirs, parents, alwaysGenerated, ...table }) => ({
      ...table,
      ...(parents.length === 0
        ? {}
        : { partOf: parents.map(({ schema, table: name }) => ({ schema, table: name })) }),
      ...(heirs.length === 0 ? {} : { hasParts: true }),
      lobColumns: table.columns
        .filter((column) => postgresColumnTypes.isLob(column))
        .map(({ name }) => ({ name, ...longestOf(table, name) })),
    })),
  };
}
