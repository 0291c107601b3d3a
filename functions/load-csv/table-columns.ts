import type { Client } from 'pg';
import { LoadRefused } from '../../core/loads/load-refused';
import type { TableColumn } from '../../core/loads/record-checks';
import { list, qualified, wantedTypes } from '../../core/loads/sql';
import type { LoadPlan } from '../../core/planning/load-plan';

/**
 * Returns the load's columns as they are in the table, which may have more.
 * @throws LoadRefused with all differences
 */
export async function tableColumns(client: Client, plan: LoadPlan): Promise<readonly TableColumn[]> {
  const name = qualified(plan.table);
  const { rows } = await client.query('SELECT to_regclass($1) AS there', [name]);
  if (rows[0]?.there === null)
    throw new LoadRefused('columns-differ', [
      `there is no table ${name}; create it, or set create-table: if-missing`,
    ]);
  const table = await columnsOf(client, name);
  await client.query(wantedTypes(plan));
  const wanted = await columnsOf(client, 'pg_temp.lakeferry_wanted');
  const problems = plan.columns.flatMap((column) => {
    const has = table.find((one) => one.name === column.name);
    const wants = wanted.find((one) => one.name === column.name);
    if (has === undefined) return [`${name} has no column "${column.name}"`];
    if (wants === undefined || wants.type === has.type) return [];
    return [`column "${column.name}" is ${has.type} in ${name}, but ${wants.type} in the load`];
  });
  if (plan.mode === 'upsert' && !(await hasKey(client, plan)))
    problems.push(`${name} has no unique key on exactly (${list(plan.keys)}), which upsert needs`);
  if (problems.length > 0) throw new LoadRefused('columns-differ', problems);
  return table;
}

async function columnsOf(client: Client, table: string): Promise<readonly TableColumn[]> {
  const { rows } = await client.query<{ name: string; type: string; notNull: boolean }>(
    `SELECT attname AS name, format_type(atttypid, atttypmod) AS type, attnotnull AS "notNull"
     FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    [table],
  );
  return rows;
}

/**
 * Returns true for a unique index on exactly the key's columns, in any order. It must have neither a condition nor an expression,
 * and must not be deferrable, because ON CONFLICT accepts none of these.
 */
async function hasKey(client: Client, { table, keys }: LoadPlan): Promise<boolean> {
  const { rows } = await client.query(
    `SELECT 1 FROM pg_index i WHERE i.indrelid = $1::regclass AND i.indisunique AND i.indimmediate AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
       AND (SELECT array_agg(a.attname::text ORDER BY a.attname::text) FROM pg_attribute a
            WHERE a.attrelid = i.indrelid AND a.attnum = ANY((i.indkey::int2[])[0:i.indnkeyatts - 1])) =
           (SELECT array_agg(k ORDER BY k) FROM unnest($2::text[]) AS k) LIMIT 1`,
    [qualified(table), keys],
  );
  return rows.length > 0;
}
