import type { MappingRule } from './mapping-rule';
import type { TableName } from './table-name';
import { matchesPattern, matchesTable } from './table-pattern';
import { type LocatedRule, locate, transformed } from './target-names';

/** Columns of a table in the target, by the rules of DMS TableMappings. */
export interface TargetColumns {
  /** Name of a source's column in the target. Undefined when the rules leave it out. */
  nameOf(column: string): string | undefined;
  /** Rules that apply to a source's column, lowest id first. */
  rulesOf(column: string): readonly LocatedRule[];
  /** Names that rules of type `add-column` add. */
  readonly added: readonly string[];
}

/** Reads the rules for the columns of one table. */
export function targetColumns(rules: unknown, table: TableName): TargetColumns {
  const own = columnRules(rules).filter((rule) => matchesTable(rule, table));
  const rulesOf = (column: string): readonly LocatedRule[] =>
    own.filter(({ rule }) => {
      const pattern = rule['object-locator']?.['column-name'];
      return (
        rule['rule-action'] !== 'add-column' &&
        matchesPattern(typeof pattern === 'string' ? pattern : '%', column)
      );
    });
  return {
    rulesOf,
    nameOf: (column) => {
      const matching = rulesOf(column);
      if (matching.some(isAction('remove-column'))) return undefined;
      if (own.some(isAction('include-column')) && !matching.some(isAction('include-column')))
        return undefined;
      return transformed(column, matching.find((one) => !isAction('include-column')(one))?.rule);
    },
    added: own.flatMap(({ rule }) =>
      rule['rule-action'] === 'add-column' && typeof rule['value'] === 'string' ? [rule['value']] : [],
    ),
  };
}

/**
 * Names of a key's columns in the target. A column that the rules leave out keeps its name, so that readers can say which one is
 * absent. Undefined when another column has that name.
 */
export function keyInTarget(
  rules: unknown,
  table: TableName,
  columns: readonly string[],
  key: readonly string[],
): readonly string[] | undefined {
  const { nameOf, added } = targetColumns(rules, table);
  const names = [...added, ...columns.flatMap((column) => nameOf(column) ?? [])];
  const isTaken = (name: string): boolean => names.some((one) => one.toLowerCase() === name.toLowerCase());
  if (key.some((column) => nameOf(column) === undefined && isTaken(column))) return undefined;
  return key.map((column) => nameOf(column) ?? column);
}

/** Rules for columns, lowest id first. */
export function columnRules(rules: unknown): readonly LocatedRule[] {
  return (Array.isArray(rules) ? rules : [])
    .filter((rule: MappingRule) => rule['rule-type'] === 'transformation' && rule['rule-target'] === 'column')
    .flatMap((rule: MappingRule) => locate(rule))
    .sort((a, b) => Number(a.rule['rule-id']) - Number(b.rule['rule-id']));
}

function isAction(action: string): (one: LocatedRule) => boolean {
  return ({ rule }) => rule['rule-action'] === action;
}
