import type { SelectionRule, TableMappings } from './rules';
import { filterSql } from './sql';
import { wildcard } from './wildcard';

export interface SourceTable {
  readonly schema: string;
  readonly table: string;
  readonly kind: 'table' | 'view';
  /** Latest estimate of the source. Negative when it has none. */
  readonly estimatedRows: number;
}

export interface SelectedTable extends SourceTable {
  readonly loadOrder: number;
  /** SQL condition of the selected rows. Undefined for all rows. */
  readonly where: string | undefined;
}

/** Tables that the selection rules include, in the order in which they start to load. */
export function selectTables(
  mappings: TableMappings,
  tables: readonly SourceTable[],
): readonly SelectedTable[] {
  const matchers = mappings.selections.map((rule) => ({ rule, matches: matcher(rule) }));
  const selected: SelectedTable[] = [];
  for (const table of tables) {
    const rules = matchers.filter(({ matches }) => matches(table)).map(({ rule }) => rule);
    const taking = rules.filter((rule) => rule['rule-action'] !== 'exclude');
    if (taking.length === 0 || taking.length < rules.length) continue;
    const conditions = taking.map((rule) => filterSql(rule.filters));
    const where = conditions.includes(undefined) ? undefined : conditions.join(' OR ');
    const loadOrder = Math.max(...taking.map((rule) => rule['load-order'] ?? 0));
    selected.push({ ...table, loadOrder, where });
  }
  return selected.sort(
    (a, b) => b.loadOrder - a.loadOrder || compare(a.schema, b.schema) || compare(a.table, b.table),
  );
}

function matcher(rule: SelectionRule): (table: SourceTable) => boolean {
  const locator = rule['object-locator'];
  const schema = wildcard(locator['schema-name']);
  const table = wildcard(locator['table-name']);
  const type = locator['table-type'];
  return (candidate) =>
    (type === 'all' || type === candidate.kind) && schema(candidate.schema) && table(candidate.table);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
