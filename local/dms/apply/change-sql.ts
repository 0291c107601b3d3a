import { name } from '../mapping/sql';
import type { RowChange } from './row-values';
import type { TargetTable } from './target-tables';

export interface Statement {
  readonly text: string;
  readonly values: (string | null)[];
}

/** Change with the columns that the target has, and the positions of their values. */
export interface ChangeOfTable {
  readonly target: TargetTable;
  /** Columns that both tables have: name in the target, name in the source, position in a row's values. */
  readonly columns: readonly {
    readonly name: string;
    readonly source: string | undefined;
    readonly at: number;
  }[];
  readonly row: RowChange;
}

/** One INSERT of several rows of one table. With `upsert`, an existing row with the key is updated. */
export function insertRows(
  { target, columns }: ChangeOfTable,
  rows: readonly RowChange[],
  upsert: boolean,
): { readonly text: string; readonly values: (string | null)[][] } {
  const names = columns.map((column) => name(column.name)).join(', ');
  const casts = columns.map((column, index) => `v${index}::${target.types.get(column.name) ?? 'text'}`);
  const arrays = columns.map((_, index) => `$${index + 1}::text[]`);
  const aliases = columns.map((_, index) => `v${index}`);
  return {
    text:
      `INSERT INTO ${target.sql} (${names}) SELECT ${casts.join(', ')} ` +
      `FROM unnest(${arrays.join(', ')}) AS r(${aliases.join(', ')})${upsert ? conflict(target, columns) : ''}`,
    values: columns.map(({ at }) => rows.map(({ values }) => values[at] ?? null)),
  };
}

function conflict(target: TargetTable, columns: ChangeOfTable['columns']): string {
  if (target.key.length === 0) return '';
  const others = columns.filter((column) => !target.key.includes(column.name));
  const key = target.key.map(name).join(', ');
  if (others.length === 0) return ` ON CONFLICT (${key}) DO NOTHING`;
  const set = others.map((column) => `${name(column.name)} = EXCLUDED.${name(column.name)}`);
  return ` ON CONFLICT (${key}) DO UPDATE SET ${set.join(', ')}`;
}

/** Undefined when the row cannot be identified, or when there is nothing to set. */
export function updateRow(change: ChangeOfTable): Statement | undefined {
  const { target, columns, row } = change;
  const set = columns.filter(({ source }) => source === undefined || !row.untouched.includes(source));
  const values = set.map(({ at }) => row.values[at] ?? null);
  const where = rowCondition(change, row.before ?? row.values, row.before !== undefined, values);
  if (where === undefined || set.length === 0) return undefined;
  const sets = set.map((column, index) => `${name(column.name)} = $${index + 1}`);
  return { text: `UPDATE ${target.sql} SET ${sets.join(', ')} WHERE ${where}`, values };
}

/** Undefined when the row cannot be identified. */
export function deleteRow(change: ChangeOfTable): Statement | undefined {
  const values: (string | null)[] = [];
  const where = rowCondition(change, change.row.values, true, values);
  return where === undefined
    ? undefined
    : { text: `DELETE FROM ${change.target.sql} WHERE ${where}`, values };
}

/**
 * Condition for one row at most: by the target's primary key, else by all values that the source has logged.
 * Adds its values to `into`.
 */
function rowCondition(
  { target, columns }: ChangeOfTable,
  image: readonly (string | null)[],
  isLogged: boolean,
  into: (string | null)[],
): string | undefined {
  const keyed = target.key.map((key) => columns.find((column) => column.name === key));
  if (target.key.length > 0) {
    const known = keyed.filter((column) => column !== undefined);
    if (known.length < keyed.length) return undefined;
    return known
      .map((column) => {
        into.push(image[column.at] ?? null);
        return `${name(column.name)} = $${into.length}`;
      })
      .join(' AND ');
  }
  if (!isLogged) return undefined;
  const same = columns.map((column) => {
    into.push(image[column.at] ?? null);
    const type = target.types.get(column.name) ?? 'text';
    return `${name(column.name)}::text IS NOT DISTINCT FROM ($${into.length}::${type})::text`;
  });
  return `ctid = (SELECT ctid FROM ${target.sql} WHERE ${same.join(' AND ')} LIMIT 1)`;
}
