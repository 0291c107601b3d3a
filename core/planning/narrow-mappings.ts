import type { JsonObject } from '../json';
import { isMappingRule, type MappingRule, selectsTables } from '../tables/mapping-rule';
import { fullTableName, type TableName, tableIdentity } from '../tables/table-name';
import { exactPattern, matchesTable } from '../tables/table-pattern';
import { locate } from '../tables/target-names';

/** Mappings of some tables, or the first table that no selection of the job includes. */
export type NarrowMappings = { readonly mappings: JsonObject } | { readonly notSelected: string };

/**
 * Table mappings that select these tables only, each by its exact name with the filters and the load order of the selections that
 * include it. All other rules stay, because they select nothing.
 */
export function narrowMappings(tableMappings: JsonObject, tables: readonly TableName[]): NarrowMappings {
  const rules = (Array.isArray(tableMappings['rules']) ? tableMappings['rules'] : []).filter(
    (rule): rule is JsonRule => isMappingRule(rule),
  );
  const others = rules.filter((rule) => !selectsTables(rule) && !isOfOtherTable(rule, tables));
  let last = Math.max(0, ...rules.map((rule) => Number(rule['rule-id']) || 0));
  const used = new Set<string>();
  const selections: JsonObject[] = [];
  for (const table of tables) {
    const found = rules.filter((rule) => selectsTables(rule) && selects(rule, table));
    if (found.length === 0) return { notSelected: fullTableName(table) };
    for (const rule of found) {
      const own = String(rule['rule-id']);
      if (used.has(own)) last += 1;
      const id = used.has(own) ? String(last) : own;
      used.add(own);
      const json: JsonObject = rule;
      selections.push({
        ...json,
        'rule-id': id,
        'rule-name': id,
        'object-locator': exactLocator(rule, table),
      });
    }
  }
  return { mappings: { ...tableMappings, rules: [...selections, ...others] } };
}

type JsonRule = JsonObject & MappingRule;

function selects(rule: MappingRule, name: TableName): boolean {
  return locate(rule).some((located) =>
    rule['rule-action'] === 'explicit'
      ? tableIdentity(located) === tableIdentity(name)
      : matchesTable(located, name),
  );
}

/** Locator of one table. `explicit` has exact names, and the other actions have patterns. */
function exactLocator(rule: MappingRule, { schema, table }: TableName): JsonObject {
  if (rule['rule-action'] === 'explicit') return { 'schema-name': schema, 'table-name': table };
  return { 'schema-name': exactPattern(schema), 'table-name': exactPattern(table) };
}

/** True for the settings of a table that is not loaded. Their locators have exact names; those of people may have patterns. */
function isOfOtherTable(rule: MappingRule, tables: readonly TableName[]): boolean {
  if (rule['rule-type'] !== 'table-settings') return false;
  return !tables.some((one) => selects(rule, one) || selects({ ...rule, 'rule-action': 'explicit' }, one));
}
