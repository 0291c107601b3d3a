import type { AddedType, TransformationRule } from './rules';
import { wildcard } from './wildcard';

export interface AddedColumn {
  readonly name: string;
  readonly expression: string;
  readonly type: AddedType;
}

export interface TargetTable {
  readonly schema: string;
  readonly table: string;
  /** Copied source columns in their order, with their new names. */
  readonly columns: readonly { readonly source: string; readonly target: string }[];
  readonly added: readonly AddedColumn[];
}

/**
 * Applies the transformation rules to a table. Rules match names in the source, and the first rule per object
 * applies.
 */
export function transformTable(
  rules: readonly TransformationRule[],
  source: { readonly schema: string; readonly table: string; readonly columns: readonly string[] },
): TargetTable {
  const matching = rules.filter(({ 'object-locator': locator, 'rule-target': target }) => {
    if (!wildcard(locator['schema-name'])(source.schema)) return false;
    return target === 'schema' || wildcard(locator['table-name'] ?? '%')(source.table);
  });
  const of = (target: string): TransformationRule[] =>
    matching.filter((rule) => rule['rule-target'] === target);
  const columnRules = of('column');
  return {
    schema: rename(of('schema')[0], source.schema),
    table: rename(of('table')[0], source.table),
    columns: copiedColumns(columnRules, source.columns),
    added: columnRules.flatMap((rule) =>
      rule['rule-action'] === 'add-column' &&
      rule['data-type'] !== undefined &&
      typeof rule.value === 'string'
        ? [{ name: rule.value, expression: rule.expression ?? '', type: rule['data-type'] }]
        : [],
    ),
  };
}

function copiedColumns(
  rules: readonly TransformationRule[],
  columns: readonly string[],
): TargetTable['columns'] {
  const matchers = rules
    .filter((rule) => rule['rule-action'] !== 'add-column')
    .map((rule) => ({ rule, matches: wildcard(rule['object-locator']['column-name'] ?? '%') }));
  const onlyIncluded = rules.some((rule) => rule['rule-action'] === 'include-column');
  return columns.flatMap((source) => {
    const own = matchers.filter(({ matches }) => matches(source)).map(({ rule }) => rule);
    const isIncluded = own.some((rule) => rule['rule-action'] === 'include-column');
    const first = own.find((rule) => rule['rule-action'] !== 'include-column');
    if (first?.['rule-action'] === 'remove-column' || (onlyIncluded && !isIncluded)) return [];
    return [{ source, target: rename(first, source) }];
  });
}

function rename(rule: TransformationRule | undefined, name: string): string {
  const value = rule?.value ?? '';
  const old = rule?.['old-value'] ?? '';
  switch (rule?.['rule-action']) {
    case 'rename':
      return value;
    case 'convert-lowercase':
      return name.toLowerCase();
    case 'convert-uppercase':
      return name.toUpperCase();
    case 'add-prefix':
      return `${value}${name}`;
    case 'remove-prefix':
      return name.startsWith(value) ? name.slice(value.length) : name;
    case 'replace-prefix':
      return name.startsWith(old) ? `${value}${name.slice(old.length)}` : name;
    case 'add-suffix':
      return `${name}${value}`;
    case 'remove-suffix':
      return name.endsWith(value) ? name.slice(0, name.length - value.length) : name;
    case 'replace-suffix':
      return name.endsWith(old) ? `${name.slice(0, name.length - old.length)}${value}` : name;
    default:
      return name;
  }
}
