import type { MappingRule } from './mapping-rule';
import { exactName, exactPattern, matchesPattern, patternsOverlap } from './table-pattern';
import { type LocatedRule, locate, transformed } from './target-names';

/** Patterns of a schema and a table, such as those of a selection. */
export interface PatternPair {
  readonly schema: string;
  readonly table: string;
}

/** Patterns of the names that tables of a pattern can have in the target. Several where it has tables that a rule does not match. */
export interface TargetPatterns {
  readonly schemas: readonly string[];
  readonly tables: readonly string[];
}

/** Applies rules of DMS TableMappings to a pattern. A rule that names part of it gives a further pattern. */
export function targetPatterns(rules: readonly MappingRule[], pattern: PatternPair): TargetPatterns {
  const located = rules
    .filter((rule) => rule['rule-type'] === 'transformation')
    .flatMap(locate)
    .sort((a, b) => Number(a.rule['rule-id']) - Number(b.rule['rule-id']));
  const ofSchema = located
    .filter(({ rule }) => rule['rule-target'] === 'schema')
    .map((one) => ({ ...one, table: '%' }));
  const ofTable = located.filter(({ rule }) => rule['rule-target'] === 'table');
  return {
    schemas: possible(ofSchema, pattern, pattern.schema),
    tables: possible(ofTable, pattern, pattern.table),
  };
}

function possible(rules: readonly LocatedRule[], pattern: PatternPair, name: string): readonly string[] {
  const found: string[] = [];
  for (const { rule, ...of } of rules) {
    if (!patternsOverlap(of.schema, pattern.schema) || !patternsOverlap(of.table, pattern.table)) continue;
    found.push(changed(name, rule));
    if (covers(of, pattern)) return found;
  }
  return [...found, name];
}

/** True if the first pattern matches all names of the second. False where that is not certain. */
export function covers(all: PatternPair, pattern: PatternPair): boolean {
  return coversName(all.schema, pattern.schema) && coversName(all.table, pattern.table);
}

function coversName(all: string, pattern: string): boolean {
  if (all === pattern) return true;
  const exact = exactName(pattern);
  if (exact !== undefined) return matchesPattern(all, exact);
  // `%` of the pattern is matched by `%` only, as no other wildcard is left.
  return !/[_[]/.test(all) && matchesPattern(all, pattern);
}

function changed(pattern: string, rule: MappingRule): string {
  const exact = exactName(pattern);
  if (exact !== undefined) return exactPattern(transformed(exact, rule));
  const value = typeof rule['value'] === 'string' ? exactPattern(rule['value']) : '';
  switch (rule['rule-action']) {
    case 'rename':
      return value === '' ? pattern : value;
    case 'convert-lowercase':
      return pattern.toLowerCase();
    case 'convert-uppercase':
      return pattern.toUpperCase();
    case 'add-prefix':
      return value + pattern;
    case 'add-suffix':
      return pattern + value;
    case 'remove-prefix':
    case 'remove-suffix':
    case 'replace-prefix':
    case 'replace-suffix':
      return '%';
    default:
      return pattern;
  }
}
