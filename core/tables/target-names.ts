import type { MappingRule } from './mapping-rule';
import { matchesPattern } from './table-pattern';

/** Rule with the patterns of the tables that it applies to. */
export interface LocatedRule {
  readonly rule: MappingRule;
  readonly schema: string;
  readonly table: string;
}

/** Function that gives a table's names in the target, by the rules of DMS TableMappings. */
export function targetNamesBy(
  rules: unknown,
): (table: { readonly schema: string; readonly table: string }) => { schema: string; table: string } {
  const located = (Array.isArray(rules) ? rules.filter(isRule) : []).flatMap(locate);
  return ({ schema, table }) => {
    const { targetSchema, targetTable } = targetNames({ schema, table }, undefined, located);
    return { schema: targetSchema, table: targetTable };
  };
}

function isRule(value: unknown): value is MappingRule {
  return typeof value === 'object' && value !== null && 'rule-type' in value;
}

/** Names in the target. DMS applies one rule per name, the one with the lowest id; Lakeferry's rules come before the job's. */
export function targetNames(
  exact: { readonly schema: string; readonly table: string },
  rename: string | undefined,
  located: readonly LocatedRule[],
): { targetSchema: string; targetTable: string } {
  const ruleFor = (target: 'schema' | 'table'): MappingRule | undefined =>
    located
      .filter(({ rule, schema, table }) => {
        if (rule['rule-type'] !== 'transformation' || rule['rule-target'] !== target) return false;
        return (
          matchesPattern(schema, exact.schema) && (target === 'schema' || matchesPattern(table, exact.table))
        );
      })
      .sort((a, b) => idOf(a.rule) - idOf(b.rule))[0]?.rule;
  return {
    targetSchema: transformed(exact.schema, ruleFor('schema')),
    targetTable: rename ?? transformed(exact.table, ruleFor('table')),
  };
}

function transformed(name: string, rule: MappingRule | undefined): string {
  const value = textOf(rule?.['value']);
  const old = textOf(rule?.['old-value']);
  switch (rule?.['rule-action']) {
    case 'rename':
      return value === '' ? name : value;
    case 'convert-lowercase':
      return name.toLowerCase();
    case 'convert-uppercase':
      return name.toUpperCase();
    case 'add-prefix':
      return value + name;
    case 'add-suffix':
      return name + value;
    case 'remove-prefix':
      return name.startsWith(value) ? name.slice(value.length) : name;
    case 'remove-suffix':
      return name.endsWith(value) ? name.slice(0, name.length - value.length) : name;
    case 'replace-prefix':
      return name.startsWith(old) ? value + name.slice(old.length) : name;
    case 'replace-suffix':
      return name.endsWith(old) ? name.slice(0, name.length - old.length) + value : name;
    default:
      return name;
  }
}

export function locate(rule: MappingRule): LocatedRule[] {
  const locator = rule['object-locator'];
  if (locator === undefined) return [];
  return [{ rule, schema: locator['schema-name'], table: textOf(locator['table-name']) || '%' }];
}

function idOf(rule: MappingRule): number {
  return Number(rule['rule-id'] ?? Number.MAX_SAFE_INTEGER);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
