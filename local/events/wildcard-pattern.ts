import { exactly, matchParts, type Part } from '../match-parts';

const known = new Map<string, readonly Part[]>();

/** True when the text fits a wildcard pattern. `*` is any text; `\*` and `\\` are themselves. */
export function matchesWildcard(pattern: string, text: string): boolean {
  const parts = known.get(pattern) ?? partsOf(pattern);
  known.set(pattern, parts);
  return matchParts(parts, text.split(''));
}

function partsOf(pattern: string): readonly Part[] {
  return [...pattern.matchAll(/\\([*\\])|[\s\S]/g)].map(([part, escaped]) =>
    escaped === undefined && part === '*' ? 'any' : exactly(escaped ?? part),
  );
}

/** Problem with a wildcard pattern. Undefined: none. */
export function wildcardProblem(pattern: string): string | undefined {
  return /(^|[^\\])\*\*/.test(pattern) ? 'two * in a row are not allowed' : undefined;
}
