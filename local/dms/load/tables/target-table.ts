import type { Client } from 'pg';
import { name } from '../../mapping/sql';
import type { Column } from '../data-type';

/** Table of the target as DMS creates it: columns and the primary key, nothing else. */
export interface NewTable {
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly Column[];
  /** Columns of the source's primary key. */
  readonly key: readonly string[];
}

/** Prepares a table for its load. DROP has no CASCADE: it fails when other objects depend on the table. */
export async function prepareTable(
  client: Client,
  prepare: 'drop' | 'truncate' | 'nothing',
  table: NewTable,
): Promise<void> {
  const target = `${name(table.schema)}.${name(table.table)}`;
  const { rows } = await client.query<{ found: boolean }>('SELECT to_regclass($1) IS NOT NULL AS found', [
    target,
  ]);
  const isThere = rows[0]?.found ?? false;
  if (isThere && prepare === 'drop') await client.query(`DROP TABLE ${target}`);
  if (isThere && prepare === 'truncate') await client.query(`TRUNCATE TABLE ${target}`);
  if (isThere && prepare !== 'drop') return;
  await createSchema(client, table.schema);
  await client.query(createTableSql(table));
}

/** Checked first, because even IF NOT EXISTS requires the permission to create schemas. */
export async function createSchema(client: Client, schema: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_namespace WHERE nspname = $1', [schema]);
  if (rowCount !== 0) return;
  try {
    await client.query(`CREATE SCHEMA ${name(schema)}`);
  } catch (error) {
    // The load of another table was faster.
    if (!['42P06', '23505'].includes(codeOf(error))) throw error;
  }
}

function createTableSql({ schema, table, columns, key }: NewTable): string {
  const keyed = key.map((column) => columns.find(({ source }) => source?.name === column)?.name);
  const primaryKey = keyed.filter((column) => column !== undefined);
  const isWhole = key.length > 0 && primaryKey.length === key.length;
  const lines = [
    ...columns.map((column) => `${name(column.name)} ${targetType(column)}`),
    ...(isWhole ? [`PRIMARY KEY (${primaryKey.map(name).join(', ')})`] : []),
  ];
  return `CREATE TABLE ${name(schema)}.${name(table)} (${lines.join(', ')})`;
}

/** DMS types in PostgreSQL (user guide, "Target data types for PostgreSQL"). */
export function targetType({ type, source }: Column): string {
  switch (type.kind) {
    case 'int':
      return `int${type.bytes}`;
    case 'real':
      return `float${type.bytes}`;
    case 'numeric':
      return `numeric(${type.precision},${type.scale})`;
    case 'boolean':
    case 'date':
    case 'time':
      return type.kind;
    case 'datetime':
      return 'timestamp';
    case 'string':
      return stringType(source?.typeName, source?.modifier ?? -1);
    case 'nclob':
      return 'text';
    case 'blob':
      return 'bytea';
  }
}

function stringType(typeName: string | undefined, modifier: number): string {
  // The modifier of varchar and char is their length plus 4.
  if ((typeName === 'varchar' || typeName === 'bpchar') && modifier > 4) return `varchar(${modifier - 4})`;
  if (typeName === 'bool') return 'varchar(5)';
  return typeName === 'uuid' ? 'varchar(36)' : 'text';
}

/** PostgreSQL's code of an error. Empty for other errors. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
