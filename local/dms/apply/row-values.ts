import type { Client } from 'pg';
import { changedRows, orderName } from '../capture/change-rows';
import type { ChangedRow } from '../capture/segments';
import type { Column } from '../load/data-type';
import type { CatalogColumn } from '../load/source';
import { name } from '../mapping/sql';

/** Change with its values as text, in the form in which the target receives them. */
export interface RowChange {
  readonly op: ChangedRow['op'];
  readonly order: number;
  /** By columns of the table. */
  readonly values: readonly (string | null)[];
  readonly before: readonly (string | null)[] | undefined;
  /** Columns of the source whose values the update did not change. */
  readonly untouched: readonly string[];
}

/** Lets the source convert, filter and compute the rows, as for a load. Nothing is written there. */
export async function rowValues(
  client: Client,
  source: readonly CatalogColumn[],
  columns: readonly Column[],
  rows: readonly ChangedRow[],
  where: string | undefined,
): Promise<readonly RowChange[]> {
  // The values before an update are converted in the same way, just before the update itself.
  const asked = rows.flatMap((row, index) => {
    const now = { ...row, order: index * 2 + 1 };
    return row.before === undefined ? [now] : [{ ...now, order: index * 2, values: row.before }, now];
  });
  const values = columns.map(({ sql }) => `(${sql})::text`);
  const taken = where === undefined ? 'true' : `(${where}) IS TRUE`;
  const text = `SELECT ${[name(orderName), taken, ...values].join(', ')} FROM (${changedRows(source, asked)}) s`;
  const answer = await client.query<[string, boolean, ...(string | null)[]]>({ text, rowMode: 'array' });
  const byOrder = new Map(
    answer.rows.map(([order, isTaken, ...cells]) => [Number(order), { isTaken, cells }]),
  );
  return rows.flatMap((row, index) => {
    const now = byOrder.get(index * 2 + 1);
    if (now?.isTaken !== true) return [];
    const { op, order, untouched = [] } = row;
    return [{ op, order, values: now.cells, before: byOrder.get(index * 2)?.cells, untouched }];
  });
}
