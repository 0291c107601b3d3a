import type { JsonObject } from '../json';

/**
 * DMS table-settings rule without its id. The locator has exact names: here `_` is not a wildcard and `[_]` is not an underscore
 * (docs/pitfalls.md#underscore-is-a-wildcard; DMS guide,
 * CHAP_Tasks.CustomizingTasks.TableMapping.SelectionTransformation.Tablesettings).
 */
export function parallelLoadRule(
  { schema, table }: { readonly schema: string; readonly table: string },
  parallelLoad: JsonObject,
): JsonObject {
  return {
    'rule-type': 'table-settings',
    'object-locator': { 'schema-name': schema, 'table-name': table },
    'parallel-load': parallelLoad,
  };
}
