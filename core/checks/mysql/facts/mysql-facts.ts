import type { SourceFacts } from '../../facts/source-facts';
import { unavailableFacts } from '../../facts/unavailable-facts';
import type { QueryResults } from '../../query/query';
import { numberOf, rowOf, rowsOf, textOf } from '../../query/query-results';
import type { CheckRequest } from '../../request/check-request';
import { mysqlColumnTypes } from '../column-types';
import { longestValues, measuredTables } from './lob-lengths';
import { nameOf, selectedTables } from './selected-tables';

/** Derives the facts from the results. */
export function mysqlFacts(request: CheckRequest, results: QueryResults): SourceFacts {
  const server = rowOf(results, 'server');
  const serverTime = textOf(server, 'utc');
  const offset = numberOf(server, 'utc_offset_minutes');
  const tables = selectedTables(request, results);
  const longestOf = longestValues(measuredTables(tables), results);
  const queries = { tables: 'names', columns: 'columns', keys: 'keys', lobs: 'lobs' };
  return {
    version: textOf(server, 'version') ?? '',
    ...(serverTime === undefined ? {} : { serverTime }),
    ...(offset === undefined ? {} : { utcOffsetMinutes: offset }),
    names: rowsOf(results, 'names').map(nameOf),
    unavailable: unavailableFacts(results, queries, tables.length > 0),
    tables: tables.map(({ row, columnRows, ...table }) => ({
      ...table,
      lobColumns: table.columns
        .filter((column) => mysqlColumnTypes.isLob(column))
        .map(({ name }) => ({ name, ...longestOf(table, name) })),
    })),
  };
}
