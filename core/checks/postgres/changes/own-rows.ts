import type { TableName } from '../../../tables/table-name';
import type { TableFacts } from '../../facts/source-facts';
import { quotedTable } from '../../query/identifiers';
import { rowsOf, textOf } from '../../query/query-results';
import { type Fix, sqlFix } from '../../report/finding';
import type { PostgresSource } from '../postgres-source';

/** Returns true unless it is known that a parent has no rows of its own. */
export function mayHaveOwnRows(
  { results }: Pick<PostgresSource, 'results'>,
  { id, kind }: { readonly id: string; readonly kind: TableFacts['kind'] },
): boolean {
  if (kind !== 'table') return false;
  const measured = rowsOf(results, 'own-rows').find((row) => textOf(row, 'id') === id);
  return measured === undefined || /<row/.test(textOf(measured, 'row') ?? '');
}

/** DMS cannot load the rows of a parent alone. */
export function moveOwnRows(table: TableName): Fix {
  const parent = { schema: table.schema, table: table.table, engine: 'postgres' } as const;
  const own = quotedTable({ ...parent, table: `${parent.table}_rows` });
  const name = quotedTable(parent);
  return sqlFix(
    `CREATE TABLE IF NOT EXISTS ${own} (LIKE ${name} INCLUDING ALL) INHERITS (${name}); ` +
      `WITH moved AS (DELETE FROM ONLY ${name} RETURNING *) INSERT INTO ${own} SELECT * FROM moved; ` +
      `-- from now on, insert into ${parent.table}_rows instead of ${parent.table}`,
  );
}
