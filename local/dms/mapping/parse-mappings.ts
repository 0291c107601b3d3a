import type { z } from 'zod';
import { AwsError } from '../../service';
import { unsupported } from '../../unsupported';
import { translateExpression } from './expression';
import { SelectionRule, type TableMappings, TableSettingsRule, TransformationRule } from './rules';

const refuse = (message: string): AwsError => new AwsError('InvalidParameterValueException', message);
const failed = (id: unknown, why: string): AwsError =>
  refuse(`Error in mapping rules. Rule with ruleId = ${String(id)} failed validation. ${why}`);

/** Reads TableMappings as DMS does at create and modify. Throws DMS's error. */
export function parseMappings(text: string): TableMappings {
  const rules = readRules(text);
  const seen = new Set<string>();
  const selections: SelectionRule[] = [];
  const transformations: TransformationRule[] = [];
  const tableSettings: TableSettingsRule[] = [];
  for (const rule of rules) {
    const id = String(rule['rule-id']);
    if (!knownTypes.has(String(rule['rule-type'])))
      throw refuse(`Invalid table mappings document. unknown rule-type ${JSON.stringify(rule['rule-type'])}`);
    if (rule['object-locator'] === undefined || rule['object-locator'] === null)
      throw failed(id, 'object locator cannot be null');
    if (seen.has(id)) throw refuse(`Error in mapping rules. Duplicate ruleid ${id}`);
    seen.add(id);
    if (rule['rule-type'] === 'selection') selections.push(checkSelection(parse(SelectionRule, rule, id)));
    else if (rule['rule-type'] === 'transformation')
      transformations.push(checkTransformation(parse(TransformationRule, rule, id)));
    else if (rule['rule-type'] === 'table-settings')
      tableSettings.push(checkTableSettings(parse(TableSettingsRule, rule, id)));
    else throw failed(id, `${unsupported(`rule-type "${String(rule['rule-type'])}"`, { page: 'dms' })}.`);
  }
  if (selections.length === 0) throw refuse('Valid table mappings is required');
  transformations.sort((a, b) => Number(a['rule-id']) - Number(b['rule-id']));
  return { selections, transformations, tableSettings };
}

const knownTypes = new Set([
  'selection',
  'transformation',
  'table-settings',
  'object-mapping',
  'post-processing',
]);

function readRules(text: string): readonly Readonly<Record<string, unknown>>[] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw refuse(`Invalid Table Mappings document. Invalid json com.google.gson.JsonSyntaxException: ${why}`);
  }
  const rules = isObject(document) ? document['rules'] : undefined;
  if (!Array.isArray(rules) || rules.length === 0) throw refuse('Valid table mappings is required');
  return rules.map((rule: unknown) => {
    if (!isObject(rule)) throw refuse('Invalid table mappings document. a rule must be an object');
    return rule;
  });
}

function parse<T>(schema: z.ZodType<T>, rule: unknown, id: string): T {
  const result = schema.safeParse(rule);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = issue?.path.join('.') ?? '';
  if (where === 'rule-action')
    throw refuse(`Invalid table mappings document. rule-action of rule ${id}: ${issue?.message ?? ''}`);
  throw failed(id, `${where}: ${issue?.message ?? 'invalid'}`);
}

function checkSelection(rule: SelectionRule): SelectionRule {
  const { 'schema-name': schema, 'table-name': table } = rule['object-locator'];
  const hasAny = `${schema}${table}`.includes('%');
  if (rule['rule-action'] === 'explicit' && hasAny)
    throw failed(rule['rule-id'], 'explicit requires an exact schema and table name, without wildcards.');
  if (rule.filters.length > 0 && (rule['rule-action'] !== 'include' || hasAny))
    throw failed(
      rule['rule-id'],
      'filters are allowed only on include rules with an exact schema and table name.',
    );
  for (const { 'filter-operator': operator, ...values } of rule.filters.flatMap(
    (f) => f['filter-conditions'],
  )) {
    const needsTwo = operator === 'between' || operator === 'notbetween';
    const needsNone = operator === 'null' || operator === 'notnull';
    const complete = needsTwo
      ? values['start-value'] !== undefined && values['end-value'] !== undefined
      : needsNone || values.value !== undefined;
    if (!complete)
      throw failed(rule['rule-id'], `${operator} needs ${needsTwo ? 'start-value and end-value' : 'value'}.`);
  }
  return rule;
}

function checkTransformation(rule: TransformationRule): TransformationRule {
  const { 'rule-action': action, 'rule-target': target, 'rule-id': id, 'object-locator': locator } = rule;
  const wantsColumn = ['remove-column', 'include-column', 'add-column'].includes(action);
  if (wantsColumn && target !== 'column') throw failed(id, `${action} requires rule-target column.`);
  if (target !== 'schema' && locator['table-name'] === undefined)
    throw failed(id, 'object-locator.table-name is missing.');
  if (target === 'column' && action !== 'add-column' && locator['column-name'] === undefined)
    throw failed(id, 'object-locator.column-name is missing.');
  const needsValue =
    !action.startsWith('convert-') && action !== 'remove-column' && action !== 'include-column';
  if (needsValue && typeof rule.value !== 'string') throw failed(id, `${action} requires a value.`);
  if (action.startsWith('replace-') && typeof rule['old-value'] !== 'string')
    throw failed(id, `${action} requires an old-value.`);
  if (action === 'add-column') {
    if (rule['data-type'] === undefined) throw failed(id, 'add-column requires a data-type.');
    try {
      translateExpression(rule.expression ?? '', { schema: '', table: '' });
    } catch (error) {
      throw failed(id, error instanceof Error ? error.message : String(error));
    }
  }
  return rule;
}

function checkTableSettings(rule: TableSettingsRule): TableSettingsRule {
  const { 'rule-id': id, 'object-locator': locator, 'parallel-load': load } = rule;
  if (`${locator['schema-name']}${locator['table-name']}`.includes('%'))
    throw failed(id, 'Exact schema and table name required when using table settings rule.');
  if (load.boundaries.some((values) => values.length !== load.columns.length))
    throw failed(id, 'each of parallel-load.boundaries requires one value for each of its columns.');
  return rule;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
