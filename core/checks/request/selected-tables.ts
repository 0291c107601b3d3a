import { matchesPattern } from '../../tables/table-pattern';
import type { CheckRequest } from './check-request';

/** Of the names that a source has, those that the job selects: spelled exactly, wildcards resolved, exclusions taken away. */
export function selectedNamesOf<Name extends { readonly schema: string; readonly table: string }>(
  request: CheckRequest,
  names: readonly Name[],
): readonly Name[] {
  const exact = new Set(request.tables.map(keyOf));
  const matches =
    ({ schema, table }: Name) =>
    (pattern: { readonly schema: string; readonly table: string }): boolean =>
      matchesPattern(pattern.schema, schema) && matchesPattern(pattern.table, table);
  return names.filter(
    (name) =>
      (exact.has(keyOf(name)) || request.patterns.some(matches(name))) &&
      !request.excludes.some(matches(name)),
  );
}

function keyOf({ schema, table }: { readonly schema: string; readonly table: string }): string {
  return JSON.stringify([schema, table]);
}

/**
 * DMS's pattern for LIKE with `\` as escape, over upper-cased names. A set becomes any one character: more is found, never less,
 * and `selectedOf` decides.
 */
export function likePattern(pattern: string): string {
  return pattern
    .toUpperCase()
    .replace(/\\/g, '\\\\')
    .replace(/\[([^\]])\]/gu, (_, one: string) => (one === '_' || one === '%' ? `\\${one}` : one))
    .replace(/\[[^\]]+\]/gu, '_');
}
