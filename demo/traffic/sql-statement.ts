import { escapeLiteral } from 'pg';

export type Value = string | number | boolean | null | Date;

/** Statement of a transaction, and the table that it changes. The server counts the rows. */
export interface Statement {
  readonly table: string;
  readonly does: 'insert' | 'update' | 'delete';
  readonly sql: string;
}

const schema = 'sales';

/** One statement for all `rows`, which have the same columns. */
export function insert(table: string, rows: readonly Readonly<Record<string, Value>>[]): Statement {
  const columns = Object.keys(rows[0] ?? {});
  const values = rows.map((row) => `(${columns.map((column) => literal(row[column] ?? null)).join(', ')})`);
  return {
    table,
    does: 'insert',
    sql: `INSERT INTO ${schema}.${table} (${columns.join(', ')}) VALUES ${values.join(', ')}`,
  };
}

export function update(
  table: string,
  key: Readonly<Record<string, Value>>,
  changes: Readonly<Record<string, Value>>,
): Statement {
  const set = Object.entries(changes).map(([column, value]) => `${column} = ${literal(value)}`);
  return {
    table,
    does: 'update',
    sql: `UPDATE ${schema}.${table} SET ${set.join(', ')} WHERE ${matching(key)}`,
  };
}

export function remove(table: string, key: Readonly<Record<string, Value>>): Statement {
  return { table, does: 'delete', sql: `DELETE FROM ${schema}.${table} WHERE ${matching(key)}` };
}

function matching(key: Readonly<Record<string, Value>>): string {
  return Object.entries(key)
    .map(([column, value]) => `${column} = ${literal(value)}`)
    .join(' AND ');
}

// One text is one round trip for a whole transaction. Parameters would need one per statement.
function literal(value: Value): string {
  if (value === null) return 'NULL';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return escapeLiteral(value instanceof Date ? value.toISOString() : value);
}
