import { isMappingRule, type MappingRule } from './mapping-rule';
import { type TableName, tableIdentity } from './table-name';
import { exactName, matchesTable } from './table-pattern';

/** Rule with the patterns of the tables that it applies to. */
export interface LocatedRule {
  readonly rule: MappingRule;
  readonly schema: string;
  readonly table: string;
}

/**
 * Function that gives a table's names in the target, by the rules of DMS TableMappings. DMS applies one rule per name, the one
 * with the lowest id.
 */
export function targetNamesBy(rules: unknown): (table: TableName) => TableName {
  const renames = (Array.isArray(rules) ? rules.filter(isMappingRule) : [])
    .filter((rule) => rule['rule-type'] === 'transformation')
    .flatMap(locate);
  const schemaRule = firstRule(
    renames.filter(({ rule }) => rule['rule-target'] === 'schema').map((one) => ({ ...one, table: '%' })),
  );
  const tableRule = firstRule(renames.filter(({ rule }) => rule['rule-target'] === 'table'));
  return (name) => ({
    schema: transformed(name.schema, schemaRule(name)),
    table: transformed(name.table, tableRule(name)),
  });
}

/** Rules of TableMappings that rename schemas and tables. */
export function renamesOf(tableMappings: { readonly [key: string]: unknown }): readonly MappingRule[] {
  const { rules } = tableMappings;
  return (Array.isArray(rules) ? rules.filter(isMappingRule) : []).filter(
    (rule) =>
      rule['rule-type'] === 'transformation' && ['schema', 'table'].includes(textOf(rule['rule-target'])),
  );
}

/** Function that finds the rule with the lowest id of those that apply to a table. Rules of exact tables are found by name. */
function firstRule(rules: readonly LocatedRule[]): (name: TableName) => MappingRule | undefined {
  const ofTable = new Map<string, LocatedRule[]>();
  const withWildcards: LocatedRule[] = [];
  for (const one of rules) {
    const [schema, table] = [exactName(one.schema), exactName(one.table)];
    if (schema === undefined || table === undefined) {
      withWildcards.push(one);
      continue;
    }
    const key = tableIdentity({ schema, table });
    ofTable.set(key, [...(ofTable.get(key) ?? []), one]);
  }
  return (name) =>
    [
      ...(ofTable.get(tableIdentity(name)) ?? []),
      ...withWildcards.filter((pattern) => matchesTable(pattern, name)),
    ].reduce<MappingRule | undefined>(
      (first, { rule }) => (first === undefined || idOf(rule) < idOf(first) ? rule : first),
      undefined,
    );
}

/** Name after a rule of DMS that renames. */
export function transformed(name: string, rule: MappingRule | undefined): string {
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
