import { fullTableName, type TableName } from '../../tables/table-name';

/** Entry of a table list that means exactly this table. */
export function tableEntry({ schema, table }: TableName): string {
  const isPlain = [schema, table].every((name) => /^[A-Za-z_][\w$]*$/.test(name));
  return isPlain ? fullTableName({ schema, table }) : exactEntry({ schema, table });
}

/** Entry with its names quoted. `options` are further keys in YAML, such as `parallel: auto`. */
export function exactEntry({ schema, table }: TableName, options?: string): string {
  const more = options === undefined ? '' : `, ${options}`;
  return `{schema: ${JSON.stringify(schema)}, table: ${JSON.stringify(table)}, match: exact${more}}`;
}
