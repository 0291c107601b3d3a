import { matchesNumber } from './numeric-pattern';
import { Matcher, type Pattern, type Text } from './pattern';
import { matchesWildcard } from './wildcard-pattern';

/**
 * True when the event meets every field of the pattern. An array in the event matches when one of its
 * elements does.
 */
export function matchesPattern(pattern: Pattern, event: unknown): boolean {
  return Object.entries(pattern).every(([key, wanted]) => {
    if (key === '$or' && isPatterns(wanted)) return wanted.some((one) => matchesPattern(one, event));
    const value = field(event, key);
    if (isMatchers(wanted)) return matchesField(wanted, value);
    if (isPatterns(wanted)) return false;
    const objects = Array.isArray(value) ? value : [value];
    return objects.some((object) => matchesPattern(wanted, object));
  });
}

function isPatterns(wanted: Pattern[string]): wanted is readonly Pattern[] {
  return (
    Array.isArray(wanted) && wanted.every((one) => typeof one === 'object' && one !== null && !isFilter(one))
  );
}

function isMatchers(wanted: Pattern[string]): wanted is readonly Matcher[] {
  return Array.isArray(wanted) && !isPatterns(wanted);
}

function isFilter(value: object): boolean {
  return Matcher.safeParse(value).success;
}

function field(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}

function matchesField(matchers: readonly Matcher[], value: unknown): boolean {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return matchers.some((matcher) =>
    typeof matcher === 'object' && matcher !== null && 'exists' in matcher
      ? matcher.exists === isLeaf(value)
      : values.some((one) => one !== undefined && matchesValue(matcher, one)),
  );
}

/** `exists` applies to leaves only, and an object is not one. */
function isLeaf(value: unknown): boolean {
  return value !== undefined && (typeof value !== 'object' || value === null || Array.isArray(value));
}

function matchesValue(matcher: Exclude<Matcher, { exists: boolean }>, value: unknown): boolean {
  if (typeof matcher !== 'object' || matcher === null) return matcher === value;
  if ('numeric' in matcher) return typeof value === 'number' && matchesNumber(matcher.numeric, value);
  if ('anything-but' in matcher) return !matchesExcluded(matcher['anything-but'], value);
  if (typeof value !== 'string') return false;
  if ('prefix' in matcher) return startsAs(matcher.prefix, value);
  if ('suffix' in matcher) return endsAs(matcher.suffix, value);
  if ('wildcard' in matcher) return matchesWildcard(matcher.wildcard, value);
  return sameIgnoringCase(matcher['equals-ignore-case'], value);
}

function matchesExcluded(
  excluded: Extract<Matcher, { 'anything-but': unknown }>['anything-but'],
  value: unknown,
): boolean {
  if (typeof excluded !== 'object') return excluded === value;
  if (Array.isArray(excluded)) return excluded.some((one) => one === value);
  if (typeof value !== 'string') return false;
  if ('prefix' in excluded) return many(excluded.prefix).some((one) => value.startsWith(one));
  if ('suffix' in excluded) return many(excluded.suffix).some((one) => value.endsWith(one));
  if ('wildcard' in excluded) return many(excluded.wildcard).some((one) => matchesWildcard(one, value));
  return many(excluded['equals-ignore-case']).some((one) => sameIgnoringCase(one, value));
}

function startsAs(wanted: Text, value: string): boolean {
  if (typeof wanted === 'string') return value.startsWith(wanted);
  const start = wanted['equals-ignore-case'];
  return sameIgnoringCase(start, value.slice(0, start.length));
}

function endsAs(wanted: Text, value: string): boolean {
  if (typeof wanted === 'string') return value.endsWith(wanted);
  const end = wanted['equals-ignore-case'];
  return end.length <= value.length && sameIgnoringCase(end, value.slice(value.length - end.length));
}

function sameIgnoringCase(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function many(one: string | string[]): string[] {
  return typeof one === 'string' ? [one] : one;
}
