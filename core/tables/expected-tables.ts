import type { RawRule } from '../config/schema/table-schema';

import { exactName, matchesPattern } from './table-pattern';
import type { TableSelection } from './table-selection';
import { asInSource, lowerCaseRules, type TargetNaming } from './target-naming';

/** Names as in the source, and as in staging after the job's transformations. */
export interface ExpectedTable {
  readonly schema: string;
  readonly table: string;
  readonly targetSchema: string;
  readonly targetTable: string;
}

export interface Expectations {
  readonly expectedTables: readonly ExpectedTable[];
  readonly tablePatterns: readonly { readonly schema: string; readonly table: string }[];
}

interface RawLocated {
  readonly rule: RawRule;
  readonly schema: string;
  readonly table: string;
}

/** The tables that the verdict will want, from the table list and the selections among the job's own rules. */
export function expectations(
  selections: readonly TableSelection[],
  rawRules: readonly RawRule[],
  naming: TargetNaming = asInSource,
): Expectations {
  const located = [...rawRules, ...lowerCaseRules(naming)].flatMap(locate);
  const rawSelections = located.filter(({ rule }) => rule['rule-type'] === 'selection');
  const takenAway = (schema: string, table: string): boolean =>
    rawSelections.some(
      (raw) =>
        raw.rule['rule-action'] === 'exclude' &&
        matchesPattern(raw.schema, schema) &&
        matchesPattern(raw.table, table),
    );
  const included = [
    ...selections.filter((selection) => !selection.exclude),
    ...rawSelections
      .filter(({ rule }) => rule['rule-action'] !== 'exclude')
      .map((raw) => ({
        schemaPattern: raw.schema,
        tablePattern: raw.table,
        ...exactOf(raw),
        rename: undefined,
      })),
  ];

  const expectedTables = new Map<string, ExpectedTable>();
  const tablePatterns: { schema: string; table: string }[] = [];
  for (const { schemaPattern, tablePattern, exact, rename } of included) {
    if (exact === undefined) tablePatterns.push({ schema: schemaPattern, table: tablePattern });
    else if (!takenAway(exact.schema, exact.table)) {
      const key = JSON.stringify([exact.schema, exact.table]);
      if (!expectedTables.has(key))
        expectedTables.set(key, {
          ...exact,
          ...targetNames(exact, rename, located),
          ...(naming.schema === undefined ? {} : { targetSchema: naming.schema }),
        });
    }
  }
  return { expectedTables: [...expectedTables.values()], tablePatterns };
}

/** What the rules of DMS's TableMappings make of a table's name. */
export function targetNamesBy(
  rules: unknown,
): (table: { readonly schema: string; readonly table: string }) => { schema: string; table: string } {
  const located = (Array.isArray(rules) ? rules.filter(isRule) : []).flatMap(locate);
  return ({ schema, table }) => {
    const { targetSchema, targetTable } = targetNames({ schema, table }, undefined, located);
    return { schema: targetSchema, table: targetTable };
  };
}

function isRule(value: unknown): value is RawRule {
  return typeof value === 'object' && value !== null && 'rule-type' in value;
}

/** DMS lets one rule act on a name: the one with the lower id, and ours come before the job's own. */
function targetNames(
  exact: { readonly schema: string; readonly table: string },
  rename: string | undefined,
  located: readonly RawLocated[],
): { targetSchema: string; targetTable: string } {
  const ruleFor = (target: 'schema' | 'table'): RawRule | undefined =>
    located
      .filter(({ rule, schema, table }) => {
        if (rule['rule-type'] !== 'transformation' || rule['rule-target'] !== target) return false;
        return (
          matchesPattern(schema, exact.schema) && (target === 'schema' || matchesPattern(table, exact.table))
        );
      })
      .sort((a, b) => idOf(a.rule) - idOf(b.rule))[0]?.rule;
  return {
    targetSchema: transformed(exact.schema, ruleFor('schema')),
    targetTable: rename ?? transformed(exact.table, ruleFor('table')),
  };
}

function transformed(name: string, rule: RawRule | undefined): string {
  const value = textOf(rule?.['value']);
  const old = textOf(rule?.['old-value']);
  switch (rule?.['rule-action']) {
    case 'rename':
      return value === '' ? name : value;
    case 'convert-lowercase':
      return name.toLowerCase();
    case 'convert-uppercase':
      return name.toUpperCase();
    case 'add-prefix':
      return value + name;
    case 'add-suffix':
      return name + value;
    case 'remove-prefix':
      return name.startsWith(value) ? name.slice(value.length) : name;
    case 'remove-suffix':
      return name.endsWith(value) ? name.slice(0, name.length - value.length) : name;
    case 'replace-prefix':
      return name.startsWith(old) ? value + name.slice(old.length) : name;
    case 'replace-suffix':
      return name.endsWith(old) ? name.slice(0, name.length - old.length) + value : name;
    default:
      return name;
  }
}

function locate(rule: RawRule): RawLocated[] {
  const locator = rule['object-locator'];
  if (locator === undefined) return [];
  return [{ rule, schema: locator['schema-name'], table: textOf(locator['table-name']) || '%' }];
}

function exactOf(raw: RawLocated): { exact?: { schema: string; table: string } } {
  // `explicit` takes names as they are; in the other actions an unescaped _ is a wildcard.
  if (raw.rule['rule-action'] === 'explicit') return { exact: { schema: raw.schema, table: raw.table } };
  const [schema, table] = [exactName(raw.schema), exactName(raw.table)];
  return schema === undefined || table === undefined ? {} : { exact: { schema, table } };
}

function idOf(rule: RawRule): number {
  return Number(rule['rule-id'] ?? Number.MAX_SAFE_INTEGER);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
