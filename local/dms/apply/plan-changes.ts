import type { Client } from 'pg';
import { typeLayout } from '../capture/captured-tables';
import { headersOfChanges } from '../capture/change-rows';
import type { TableChanges } from '../capture/segments';
import { readPrimaryKey } from '../load/source';
import { type ColumnSettings, targetColumns } from '../load/table-columns';
import { inTarget } from '../load/tables/target-database';
import { name } from '../mapping/sql';
import type { ChangeOfTable } from './change-sql';
import { rowValues } from './row-values';
import type { TargetTables } from './target-tables';

/** Plans what the changes of one table in a batch do to its target table. A missing table is created. */
export async function planChanges(
  client: Client,
  tables: TargetTables,
  { table, catalog, segments, truncated }: TableChanges,
  settings: ColumnSettings,
): Promise<{ readonly rows: readonly ChangeOfTable[]; readonly targetSql: string | undefined }> {
  const key = await readPrimaryKey(client, table.schema, table.table);
  const rows: ChangeOfTable[] = [];
  let targetSql: string | undefined;
  for (const segment of segments) {
    const source = await typeLayout(client, segment.layout, catalog);
    const described = targetColumns(settings, table, source, headersOfChanges);
    const target = await inTarget(() => tables.find({ ...described, key }));
    targetSql = target.sql;
    const columns = described.columns.flatMap((column, at) =>
      target.types.has(column.name) ? [{ name: column.name, source: column.source?.name, at }] : [],
    );
    for (const row of await rowValues(client, source, described.columns, segment.rows, table.where))
      rows.push({ target, columns, row });
  }
  if (truncated && targetSql === undefined) {
    const described = targetColumns(settings, table, catalog.columns);
    targetSql = `${name(described.schema)}.${name(described.table)}`;
  }
  return { rows, targetSql };
}
