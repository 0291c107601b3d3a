import type { TableChanges } from '../capture/segments';
import type { ChangeOfTable } from './change-sql';

/** Changes of one table in a batch, planned for the target. */
export interface PlannedTable {
  readonly changes: TableChanges;
  readonly rows: readonly ChangeOfTable[];
  readonly targetSql: string | undefined;
}

const mostRowsOfAnInsert = 1000;

/** Consecutive changes of one table: several inserts, or one change of any kind. */
export interface Group {
  readonly changes: TableChanges;
  readonly rows: ChangeOfTable[];
}

/** All changes in their order. Consecutive inserts of one table form a group. */
export function inOrder(planned: readonly PlannedTable[], grouped: boolean): readonly Group[] {
  const all = planned.flatMap(({ changes, rows }) => rows.map((row) => ({ changes, row })));
  all.sort((a, b) => a.row.row.order - b.row.row.order);
  const groups: Group[] = [];
  for (const { changes, row } of all) {
    const last = groups.at(-1);
    const [first] = last?.rows ?? [];
    const joins =
      grouped &&
      last?.changes === changes &&
      last.rows.length < mostRowsOfAnInsert &&
      first?.row.op === 'I' &&
      row.row.op === 'I' &&
      first.columns === row.columns;
    if (joins) last?.rows.push(row);
    else groups.push({ changes, rows: [row] });
  }
  return groups;
}
