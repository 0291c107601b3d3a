import type { QueryResults } from '../query/query';
import { whyUnavailable } from '../query/query-results';
import type { SourceFacts } from './source-facts';

type Part = keyof NonNullable<SourceFacts['unavailable']>;

/** Which parts of the facts have no answer behind them, by the question that each rests on; those of tables only where there are any. */
export function unavailableFacts(
  results: QueryResults,
  questions: Readonly<Record<Part, string>>,
  hasTables: boolean,
): NonNullable<SourceFacts['unavailable']> {
  const why = (part: Part): string | undefined => {
    const question = questions[part];
    // Nothing to measure is nothing to ask.
    if (part === 'lobs' && !results.has(question)) return undefined;
    return hasTables || part === 'tables' ? whyUnavailable(results, question) : undefined;
  };
  const parts = (['tables', 'columns', 'keys', 'lobs'] as const).flatMap((part) => {
    const because = why(part);
    return because === undefined ? [] : [[part, because] as const];
  });
  return Object.fromEntries(parts);
}
