import type { SourceFacts } from '../../facts/source-facts';
import { unavailableFacts } from '../../facts/unavailable-facts';
import type { QueryResults } from '../../query/query';
import { rowOf, textOf } from '../../query/query-results';
import type { CheckRequest } from '../../request/check-request';
import { listedNames, selectedNames } from './listed-names';
import { lobColumns, lobFacts } from './lob-lengths';
import { tableFacts } from './table-facts';

/** Derives the facts of the job's tables from the catalogue. */
export function sqlServerFacts(request: CheckRequest, results: QueryResults): SourceFacts {
  const time = rowOf(results, 'time');
  const utc = Date.parse(textOf(time, 'utc') ?? '');
  const local = Date.parse(textOf(time, 'local_time') ?? '');
  const selected = selectedNames(request, results);
  const lobsOf = lobFacts(lobColumns(request, results), results);
  const queries = { tables: 'names', columns: 'columns', keys: 'indexes', lobs: 'lobs' };
  return {
    version: textOf(rowOf(results, 'version'), 'version') ?? '',
    ...(Number.isNaN(utc) ? {} : { serverTime: new Date(utc).toISOString() }),
    ...(Number.isNaN(utc + local) ? {} : { utcOffsetMinutes: Math.round((local - utc) / 60_000) }),
    names: listedNames(results).map(({ schema, table }) => ({ schema, table })),
    unavailable: unavailableFacts(results, queries, selected.length > 0),
    tables: selected.map((name) => ({ ...tableFacts(name, results), lobColumns: lobsOf(name) })),
  };
}
