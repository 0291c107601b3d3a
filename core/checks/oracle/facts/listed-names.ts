import { type TableName, tableIdentity } from '../../../tables/table-name';
import type { TableFacts } from '../../facts/source-facts';
import type { QueryResults } from '../../query/query';
import { rowsOf, textOf } from '../../query/query-results';
import type { CheckRequest } from '../../request/check-request';
import { selectedTables } from '../../request/selected-tables';

export interface ListedName extends TableName {
  readonly kind: TableFacts['kind'];
}

/** Object types by precedence: the dictionary lists a materialized view also as its table. */
const kinds: readonly { readonly type: string; readonly kind: ListedName['kind'] }[] = [
  { type: 'MATERIALIZED VIEW', kind: 'materialized-view' },
  { type: 'TABLE', kind: 'table' },
  { type: 'VIEW', kind: 'view' },
  { type: 'SYNONYM', kind: 'other' },
];

/** Returns every name in the requested schemas. */
export function listedNames(results: QueryResults): readonly ListedName[] {
  const found = new Map<string, ListedName & { readonly rank: number }>();
  for (const row of rowsOf(results, 'names')) {
    const name = { schema: textOf(row, 'owner') ?? '', table: textOf(row, 'object_name') ?? '' };
    const rank = kinds.findIndex(({ type }) => type === textOf(row, 'object_type'));
    const kind = kinds[rank]?.kind ?? 'other';
    const known = found.get(tableIdentity(name));
    if (known === undefined || rank < known.rank) found.set(tableIdentity(name), { ...name, kind, rank });
  }
  return [...found.values()].map(({ rank, ...name }) => name);
}

/** Returns the names that the job selects. */
export function selectedNames(request: CheckRequest, results: QueryResults): readonly ListedName[] {
  return selectedTables(request, listedNames(results));
}
