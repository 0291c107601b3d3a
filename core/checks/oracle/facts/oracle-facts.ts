import type { SourceFacts } from '../../facts/source-facts';
import { unavailableFacts } from '../../facts/unavailable-facts';
import type { QueryResults } from '../../query/query';
import { rowOf, textOf } from '../../query/query-results';
import type { CheckRequest } from '../../request/check-request';
import { versionOf } from '../oracle-source';
import { listedNames, selectedNames } from './listed-names';
import { lobColumns, lobFacts } from './lob-lengths';
import { tableFacts } from './table-facts';

/**
 * Derives the facts of the job's tables from the dictionary, without hidden columns, which DMS
 * leaves out.
 */
export function oracleFacts(request: CheckRequest, results: QueryResults): SourceFacts {
  const time = rowOf(results, 'time');
  const utc = textOf(time, 'utc');
  const offset = offsetMinutes(textOf(time, 'zone'));
  const selected = selectedNames(request, results);
  const lobsOf = lobFacts(lobColumns(request, results), results);
  const queries = { tables: 'names', columns: 'columns', keys: 'keys', lobs: 'lobs' };
  return {
    version: versionOf(results),
    ...(utc === undefined ? {} : { serverTime: `${utc}Z` }),
    ...(offset === undefined ? {} : { utcOffsetMinutes: offset }),
    names: listedNames(results).map(({ schema, table }) => ({ schema, table })),
    unavailable: unavailableFacts(results, queries, selected.length > 0),
    tables: selected.map((name) => ({ ...tableFacts(name, results), lobColumns: lobsOf(name) })),
  };
}

/** Minutes of `+05:30`. */
function offsetMinutes(zone: string | undefined): number | undefined {
  const match = /^([+-]?)(\d{1,2}):(\d{2})$/.exec(zone ?? '');
  if (match === null) return undefined;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}
