import type { FactsPart } from '../facts/source-facts';
import { whyUnavailable } from '../query/query-results';
import type { CheckedSource } from './check';

/** Skips a check when one of these queries has no result. */
export function withoutResult(...queries: readonly string[]) {
  return ({ results }: Pick<CheckedSource, 'results'>): string | undefined => {
    for (const query of queries) {
      const because = whyUnavailable(results, query);
      if (because !== undefined) return because;
    }
    return undefined;
  };
}

/** Skips a check when one of these parts of the facts is unavailable. */
export function withoutFacts(...parts: readonly FactsPart[]) {
  return ({ facts: { unavailable = {} } }: Pick<CheckedSource, 'facts'>): string | undefined =>
    parts.map((part) => unavailable[part]).find((because) => because !== undefined);
}
