import type { JsonObject } from '../../json';
import type { TableName } from '../../tables/table-name';
import { exactName, matchesPattern } from '../../tables/table-pattern';
import type { RequestedColumn } from './check-request';
import { objectAt, objectsAt, textAt, textsAt } from './json-members';

/**
 * Returns the columns of a table that the job's rules name exactly. They must exist, while a name
 * with wildcards may match nothing.
 * Source: DMS guide, CHAP_Tasks.CustomizingTasks.TableMapping.SelectionTransformation.
 */
export function columnsOfRules(rules: readonly JsonObject[], table: TableName): readonly RequestedColumn[] {
  const found = new Map<string, RequestedColumn>();
  for (const rule of rules) {
    if (!appliesTo(rule, table)) continue;
    for (const column of columnsOf(rule)) {
      const key = `${column.usedIn} ${column.name}`;
      if (!found.has(key)) found.set(key, column);
    }
  }
  return [...found.values()];
}

function appliesTo(rule: JsonObject, { schema, table }: TableName): boolean {
  const locator = objectAt(rule, 'object-locator');
  return (
    matchesPattern(textAt(locator, 'schema-name') ?? '%', schema) &&
    matchesPattern(textAt(locator, 'table-name') ?? '%', table)
  );
}

function columnsOf(rule: JsonObject): readonly RequestedColumn[] {
  switch (rule['rule-type']) {
    case 'selection':
      return objectsAt(rule, 'filters').flatMap((filter) =>
        columnNamed(textAt(filter, 'column-name'), 'where'),
      );
    case 'transformation':
      return columnOfTransformation(rule);
    case 'table-settings':
      return textsAt(objectAt(rule, 'parallel-load'), 'columns').flatMap((name) =>
        columnNamed(name, 'parallel'),
      );
    default:
      return [];
  }
}

function columnOfTransformation(rule: JsonObject): readonly RequestedColumn[] {
  if (rule['rule-target'] !== 'column' || rule['rule-action'] === 'add-column') return [];
  const pattern = textAt(objectAt(rule, 'object-locator'), 'column-name');
  const name = pattern === undefined ? undefined : exactName(pattern);
  return columnNamed(name, rule['rule-action'] === 'remove-column' ? 'exclude-columns' : 'rules');
}

function columnNamed(
  name: string | undefined,
  usedIn: RequestedColumn['usedIn'],
): readonly RequestedColumn[] {
  return name === undefined ? [] : [{ name, usedIn }];
}
