import type { Row } from '../../query/query';
import { numberOf } from '../../query/query-results';
import type { ListedIds } from '../queries/object-condition';

const groupedRows = new WeakMap<readonly Row[], ReadonlyMap<number, readonly Row[]>>();

/** Returns the rows of one table. The rows of a result are grouped once. */
export function rowsOfTable({ objectId }: Pick<ListedIds, 'objectId'>, rows: readonly Row[]): readonly Row[] {
  const groups = groupedRows.get(rows) ?? grouped(rows);
  groupedRows.set(rows, groups);
  return groups.get(objectId) ?? [];
}

function grouped(rows: readonly Row[]): ReadonlyMap<number, readonly Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const object = numberOf(row, 'object_id') ?? Number.NaN;
    const own = groups.get(object) ?? [];
    own.push(row);
    groups.set(object, own);
  }
  return groups;
}
