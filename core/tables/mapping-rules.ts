import { type JsonObject, toJsonObject } from '../json';
import type { MappingRule } from './mapping-rule';
import { parallelLoadRule } from './parallel-load-rule';
import type { FilterValue, TableFilter } from './table-filter';
import { columnPattern, type TableSelection } from './table-selection';
import { asInSource, lowerCaseRules, schemaRules, type TargetNaming } from './target-naming';

/**
 * Rules of a job's DMS TableMappings: one selection rule per table, then renames and removed columns, then the job's own rules, then
 * lower case for all other names. Ids ascend in this order and skip those of the job's own rules: if two rules change one name,
 * DMS applies the one with the lower id.
 * Source: DMS guide, CHAP_Tasks.CustomizingTasks.TableMapping.
 */
export function mappingRules(
  selections: readonly TableSelection[],
  rawRules: readonly MappingRule[],
  naming: TargetNaming = asInSource,
): readonly JsonObject[] {
  const taken = new Set(
    rawRules.flatMap((rule) => (rule['rule-id'] === undefined ? [] : [String(rule['rule-id'])])),
  );
  let last = 0;
  const nextId = (): string => {
    do last += 1;
    while (taken.has(String(last)));
    return String(last);
  };
  const numbered = (rule: JsonObject): JsonObject => {
    const id = nextId();
    return { 'rule-type': rule['rule-type'] ?? '', 'rule-id': id, 'rule-name': id, ...rule };
  };
  return [
    ...selections.map((selection) => numbered(selectionRule(selection))),
    ...selections.flatMap((selection) => transformations(selection).map(numbered)),
    ...selections.flatMap(partitionLoads).map(numbered),
    ...schemaRules(naming).map((rule) => numbered(toJsonObject(rule))),
    ...rawRules.map((rule) => {
      const id = rule['rule-id'] === undefined ? nextId() : String(rule['rule-id']);
      return { ...toJsonObject(rule), 'rule-id': id, 'rule-name': rule['rule-name'] ?? id };
    }),
    ...lowerCaseRules(naming).map((rule) => {
      last = Math.max(last, ...[...taken].map(Number));
      return numbered(toJsonObject(rule));
    }),
  ];
}

function selectionRule(selection: TableSelection): JsonObject {
  return {
    'rule-type': 'selection',
    'rule-action': selection.exclude ? 'exclude' : 'include',
    'object-locator': { 'schema-name': selection.schemaPattern, 'table-name': selection.tablePattern },
    ...(selection.where.length === 0 ? {} : { filters: selection.where.map(filterOf) }),
    ...(selection.loadOrder === undefined ? {} : { 'load-order': selection.loadOrder }),
  };
}

function transformations(selection: TableSelection): JsonObject[] {
  const table = { 'schema-name': selection.schemaPattern, 'table-name': selection.tablePattern };
  return [
    ...(selection.rename === undefined
      ? []
      : [
          {
            'rule-type': 'transformation',
            'rule-target': 'table',
            'rule-action': 'rename',
            'object-locator': table,
            value: selection.rename,
          },
        ]),
    ...selection.excludeColumns.map((column) => ({
      'rule-type': 'transformation',
      'rule-target': 'column',
      'rule-action': 'remove-column',
      'object-locator': { ...table, 'column-name': columnPattern(column) },
    })),
  ];
}

function partitionLoads({ exact, partitions }: TableSelection): JsonObject[] {
  return exact === undefined || partitions === undefined
    ? []
    : [parallelLoadRule(exact, { type: 'partitions-auto' })];
}

/** DMS combines filters of a table by AND, conditions of a filter by OR. Every value is text. */
export function filterOf({ column, operator, value, values }: TableFilter): JsonObject {
  return {
    'filter-type': 'source',
    'column-name': column,
    'filter-conditions': conditions(operator, value, values ?? []),
  };
}

function conditions(
  operator: TableFilter['operator'],
  value: FilterValue | undefined,
  values: readonly FilterValue[],
): JsonObject[] {
  if (operator === 'between' || operator === 'notbetween')
    return [
      {
        'filter-operator': operator,
        'start-value': String(values[0] ?? ''),
        'end-value': String(values[1] ?? ''),
      },
    ];
  if (operator === 'null' || operator === 'notnull') return [{ 'filter-operator': operator }];
  const any = value === undefined ? values : [value];
  return any.map((one) => ({ 'filter-operator': operator, value: String(one) }));
}
