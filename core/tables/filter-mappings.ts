import type { Json, JsonObject } from '../json';
import { isMappingRule, type MappingRule, selectsTables } from './mapping-rule';
import { filterOf } from './mapping-rules';
import type { TableFilter } from './table-filter';

/** Table mappings whose selected tables have further filters. A row must meet them and those that the job has. */
export function filterMappings(tableMappings: JsonObject, filters: readonly TableFilter[]): JsonObject {
  const { rules } = tableMappings;
  if (filters.length === 0 || !Array.isArray(rules)) return tableMappings;
  return {
    ...tableMappings,
    rules: rules.map((rule: Json) => (isSelection(rule) ? withFilters(rule, filters) : rule)),
  };
}

function withFilters(rule: JsonObject, filters: readonly TableFilter[]): JsonObject {
  const own = Array.isArray(rule['filters']) ? rule['filters'] : [];
  return { ...rule, filters: [...own, ...filters.map(filterOf)] };
}

function isSelection(rule: Json): rule is JsonObject & MappingRule {
  return isMappingRule(rule) && selectsTables(rule);
}
