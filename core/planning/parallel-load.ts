import type { Json, JsonObject } from '../json';
import { parallelLoadRule } from '../tables/parallel-load-rule';
import type { TableSplit } from '../tables/table-split';

/** Table mappings of the job, with one more rule per table that is split. */
export function withRanges(tableMappings: JsonObject, splits: readonly TableSplit[]): JsonObject {
  const rules = Array.isArray(tableMappings['rules']) ? tableMappings['rules'] : [];
  let last = Math.max(0, ...rules.map(idOf));
  const added = splits.flatMap((split): Json[] => {
    if (split.boundaries.length === 0) return [];
    last += 1;
    const ranges = {
      type: 'ranges',
      columns: [split.column],
      boundaries: split.boundaries.map((value) => [value]),
    };
    return [{ ...parallelLoadRule(split, ranges), 'rule-id': String(last), 'rule-name': String(last) }];
  });
  return added.length === 0 ? tableMappings : { ...tableMappings, rules: [...rules, ...added] };
}

function idOf(rule: Json): number {
  return typeof rule === 'object' && rule !== null && 'rule-id' in rule ? Number(rule['rule-id']) || 0 : 0;
}
