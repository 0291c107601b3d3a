/** Table mapping rule of DMS (DMS guide, CHAP_Tasks.CustomizingTasks.TableMapping). */
export interface MappingRule {
  readonly 'rule-type': 'selection' | 'transformation' | 'table-settings' | 'post-processing';
  readonly 'rule-id'?: string | number | undefined;
  readonly 'rule-name'?: string | undefined;
  readonly 'rule-action'?: string | undefined;
  readonly 'object-locator'?: { readonly 'schema-name': string; readonly [key: string]: unknown } | undefined;
  readonly [key: string]: unknown;
}
