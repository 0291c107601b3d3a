import type { Json, JsonObject } from '../../json';
import { exactName, matchesPattern } from '../../tables/table-pattern';
import type { RequestedTable } from './check-request';

type RequestedColumn = RequestedTable['columns'][number];

/**
 * The columns of a table that the job's rules name exactly: those have to exist. A name with wildcards may match nothing.
 * Source: DMS guide, CHAP_Tasks.CustomizingTasks.TableMapping.SelectionTransformation.
 */
export function columnsOfRules(
  rules: readonly JsonObject[],
  schema: string,
  table: string,
): readonly RequestedColumn[] {
  const found = new Map<string, RequestedColumn>();
  for (const rule of rules) {
    if (!isAbout(rule, schema, table)) continue;
    for (const column of columnsOf(rule)) {
      const key = `${column.usedIn} ${column.name}`;
      if (!found.has(key)) found.set(key, column);
    }
  }
  return [...found.values()];
}

function isAbout(rule: JsonObject, schema: string, table: string): boolean {
  const locator = objectAt(rule, 'object-locator');
  return (
    matchesPattern(textAt(locator, 'schema-name') ?? '%', schema) &&
    matchesPattern(textAt(locator, 'table-name') ?? '%', table)
  );
}

function columnsOf(rule: JsonObject): readonly RequestedColumn[] {
  switch (rule['rule-type']) {
    case 'selection':
      return listAt(rule, 'filters').flatMap((filter) => named(textAt(filter, 'column-name'), 'where'));
    case 'transformation':
      return ofTransformation(rule);
    case 'table-settings':
      return listOfText(objectAt(rule, 'parallel-load')?.['columns']).flatMap((name) =>
        named(name, 'parallel'),
      );
    default:
      return [];
  }
}

function ofTransformation(rule: JsonObject): readonly RequestedColumn[] {
  if (rule['rule-target'] !== 'column' || rule['rule-action'] === 'add-column') return [];
  const pattern = textAt(objectAt(rule, 'object-locator'), 'column-name');
  const name = pattern === undefined ? undefined : exactName(pattern);
  return named(name, rule['rule-action'] === 'remove-column' ? 'exclude-columns' : 'rules');
}

function named(name: string | undefined, usedIn: RequestedColumn['usedIn']): readonly RequestedColumn[] {
  return name === undefined ? [] : [{ name, usedIn }];
}

function objectAt(rule: JsonObject, key: string): JsonObject | undefined {
  const value = rule[key];
  return isObject(value) ? value : undefined;
}

function textAt(object: JsonObject | undefined, key: string): string | undefined {
  const value = object?.[key];
  return typeof value === 'string' ? value : undefined;
}

function listAt(rule: JsonObject, key: string): readonly JsonObject[] {
  const value = rule[key];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function listOfText(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
