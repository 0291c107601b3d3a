import type { TableFacts } from '../facts/source-facts';
import type { QueryResults } from '../query/query';
import { rowsOf, textOf } from '../query/query-results';
import type { CheckRequest } from '../request/check-request';
import { selectedNamesOf } from '../request/selected-tables';
import type { TableName } from './names';

export interface ListedName extends TableName {
  readonly kind: TableFacts['kind'];
}

/** A materialized view is in the dictionary twice, as itself and as its table: it is the first. */
const kinds: readonly { readonly type: string; readonly kind: ListedName['kind'] }[] = [
  { type: 'MATERIALIZED VIEW', kind: 'materialized-view' },
  { type: 'TABLE', kind: 'table' },
  { type: 'VIEW', kind: 'view' },
  { type: 'SYNONYM', kind: 'other' },
];

/** Every name in the schemas asked for. */
export function listedNames(results: QueryResults): readonly ListedName[] {
  const found = new Map<string, ListedName & { readonly rank: number }>();
  for (const row of rowsOf(results, 'names')) {
    const schema = textOf(row, 'owner') ?? '';
    const table = textOf(row, 'object_name') ?? '';
    const rank = kinds.findIndex(({ type }) => type === textOf(row, 'object_type'));
    const kind = kinds[rank]?.kind ?? 'other';
    const key = JSON.stringify([schema, table]);
    const known = found.get(key);
    if (known === undefined || rank < known.rank) found.set(key, { schema, table, kind, rank });
  }
  return [...found.values()].map(({ schema, table, kind }) => ({ schema, table, kind }));
}

/** Those that the job selects. */
export function selectedNames(request: CheckRequest, results: QueryResults): readonly ListedName[] {
  return selectedNamesOf(request, listedNames(results));
}
