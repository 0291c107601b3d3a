/** Name of a table in a database. */
export interface TableName {
  readonly schema: string;
  readonly table: string;
}

/** Text that is equal for equal names only; `schema.table` is ambiguous, because both parts may hold dots. */
export function tableIdentity({ schema, table }: TableName): string {
  return JSON.stringify([schema, table]);
}

/** Name for people: `schema.table`. */
export function fullTableName({ schema, table }: TableName): string {
  return `${schema}.${table}`;
}
