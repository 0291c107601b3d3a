import type { Json, JsonObject } from '../json';
import type { Mode } from '../model/mode';
import type { MappingRule } from '../tables/mapping-rule';
import type { JobPlan } from './job-plan';
import type { PublishingPlan } from './publishing-plan';

/**
 * DMS's number of a change: 35 digits, the first 16 part of a timestamp, increasing within a task; empty in a row that was loaded.
 * https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.CustomizingTasks.TableMapping.SelectionTransformation.Expressions.html
 */
const header = '$AR_H_CHANGE_SEQ';

/**
 * The rule by which each changed row says its place among all changes: a commit time does not tell the changes of one transaction apart, nor,
 * from sources that keep whole seconds, those of two. Only where a view is to fold them, and no rule of the job asks for it already.
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

/** The column that bears it, where a rule of the job's asks for it. */
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
