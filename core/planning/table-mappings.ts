import type { JsonObject } from '../json';
import type { MappingRule } from '../tables/mapping-rule';
import { mappingRules } from '../tables/mapping-rules';
import type { TableSelection } from '../tables/table-selection';
import { asInSource, type TargetNaming } from '../tables/target-naming';

/** DMS TableMappings of a job. */
export function tableMappings(
  selections: readonly TableSelection[],
  rawRules: readonly MappingRule[],
  naming: TargetNaming = asInSource,
): { readonly rules: readonly JsonObject[] } {
  return { rules: mappingRules(selections, rawRules, naming) };
}
