import type { QueryResults } from '../query/query';
import { whyUnavailable } from '../query/query-results';
import type { FactsPart, SourceFacts } from './source-facts';

const parts: readonly FactsPart[] = ['tables', 'columns', 'keys', 'lobs'];

/**
 * Returns the parts of the facts that have no result behind them. `queries` names the query of each
 * part. Queries about tables count only where the request selects any.
 */
export function unavailableFacts(
  results: QueryResults,
  queries: Readonly<Record<FactsPart, string>>,
  hasTables: boolean,
): NonNullable<SourceFacts['unavailable']> {
  const reasonOf = (part: FactsPart): string | undefined => {
    // Without LOB columns there is nothing to measure, and some engines run no query.
    if (part === 'lobs' && !results.has(queries.lobs)) return undefined;
    return hasTables || part === 'tables' ? whyUnavailable(results, queries[part]) : undefined;
  };
  return Object.fromEntries(
    parts.flatMap((part) => {
      const because = reasonOf(part);
      return because === undefined ? [] : [[part, because]];
    }),
  );
}
