import type { Json, JsonObject } from '../json';
import type { Mode } from '../model/mode';
import type { MappingRule } from '../tables/mapping-rule';
import type { JobPlan } from './job-plan';
import type { PublishingPlan } from './publishing-plan';

/**
 * Header with the sequence number of a change: 35 digits that increase within a task, of which the first 16 are part of a
 * timestamp. It is empty in loaded rows.
 * https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.CustomizingTasks.TableMapping.SelectionTransformation.Expressions.html
 */
const header = '$AR_H_CHANGE_SEQ';

/**
 * Rule that adds the sequence number to each changed row. A commit time cannot order the changes of one transaction, nor those of
 * two in the same second. The rule is needed only for views that fold changes, and only if the job has no such rule itself.
 */
export function changeSequenceRules(
  mode: Mode,
  publishing: PublishingPlan,
  rawRules: readonly MappingRule[],
): readonly MappingRule[] {
  if (mode === 'full-load' || publishing.kind !== 'arrival' || publishing.catalogue === undefined) return [];
  if (rawRules.some(isOfSequence)) return [];
  return [
    {
      'rule-type': 'transformation',
      'rule-target': 'column',
      'rule-action': 'add-column',
      'object-locator': { 'schema-name': '%', 'table-name': '%' },
      value: 'dms_change_seq',
      expression: header,
      'data-type': { type: 'string', length: 50 },
    },
  ];
}

/** Name of the column with the sequence number, if a rule adds one. */
export function changeSequenceColumn({ tableMappings }: Pick<JobPlan, 'tableMappings'>): string | undefined {
  const rules: Json | undefined = tableMappings['rules'];
  const rule = Array.isArray(rules) ? rules.filter(isObject).find(isOfSequence) : undefined;
  return typeof rule?.['value'] === 'string' ? rule['value'] : undefined;
}

function isOfSequence(rule: { readonly [key: string]: unknown }): boolean {
  const locator = rule['object-locator'];
  const isOfAll =
    typeof locator === 'object' &&
    locator !== null &&
    Object.entries(locator).every(([, pattern]) => pattern === '%');
  return rule['rule-action'] === 'add-column' && rule['expression'] === header && isOfAll;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
