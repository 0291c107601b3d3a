/** Table mapping rule of DMS (DMS guide, CHAP_Tasks.CustomizingTasks.TableMapping). */
export interface MappingRule {
  readonly 'rule-type': 'selection' | 'transformation' | 'table-settings' | 'post-processing';
  readonly 'rule-id'?: string | number | undefined;
  readonly 'rule-name'?: string | undefined;
  readonly 'rule-action'?: string | undefined;
  readonly 'object-locator'?: { readonly 'schema-name': string; readonly [key: string]: unknown } | undefined;
  readonly [key: string]: unknown;
}

export function isMappingRule(value: unknown): value is MappingRule {
  return typeof value === 'object' && value !== null && 'rule-type' in value;
}

/** Returns true if the rule selects tables: `include`, `explicit`, or no action. */
export function selectsTables(rule: MappingRule): boolean {
  return rule['rule-type'] === 'selection' && rule['rule-action'] !== 'exclude';
}
