import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CatalogueTable } from '../../aws/catalogue';
import { eachAtMost } from '../../core/lake/each-at-most';
import { viewName } from '../../core/lake/glue-names';
import { viewedTable } from '../../core/lake/viewed-table';
import { currentSelect, duckDb, literal, quoted, typedSelect, type ViewedTable } from '../../core/lake/views';

export interface DuckFiles {
  /** Keys below a table's location. */
  list(location: string): Promise<readonly string[]>;
  /** Brings the object to a file of this machine. */
  bring(key: string, path: string): Promise<void>;
}

const downloadsAtOnce = 16;

/**
 * DuckDB's statements that give a Glue database its tables and views, over files brought to `folder`. A snapshot's table holds what its
 * location does; CSV has its types and nulls in the view alone, as in Athena.
 */
export async function duckStatements(
  database: string,
  tables: readonly CatalogueTable[],
  files: DuckFiles,
  folder: string,
): Promise<readonly string[]> {
  const statements = [`CREATE SCHEMA IF NOT EXISTS ${quoted(database)}`];
  for (const found of tables) {
    const table = viewedTable(database, found);
    if (table === undefined) continue;
    const keys = await files.list(found.location);
    const paths = keys.map((key) => join(folder, ...key.split('/')));
    await eachAtMost(downloadsAtOnce, keys, async (key, index) => {
      const path = paths[index] ?? folder;
      await mkdir(dirname(path), { recursive: true });
      await files.bring(key, path);
    });
    statements.push(...statementsOf(table, found, paths));
  }
  return statements;
}

export function statementsOf(
  table: ViewedTable,
  { serde, parameters }: Pick<CatalogueTable, 'serde' | 'parameters'>,
  paths: readonly string[],
): readonly string[] {
  const name = `${quoted(table.database)}.${quoted(table.name)}`;
  const columns = table.columns.map(({ name: column }) => quoted(column));
  if (paths.length === 0) {
    const typed = table.columns.map(
      ({ name: column, type }) => `CAST(NULL AS ${duckType(type)}) AS ${quoted(column)}`,
    );
    return [`CREATE VIEW ${name} AS SELECT ${[...typed, 'NULL AS filename'].join(', ')} WHERE false`];
  }
  const list = `[${paths.map(literal).join(', ')}]`;
  const csv = table.nullValue !== undefined;
  const read = csv
    ? `read_csv(${list}, header = ${parameters['skip.header.line.count'] === '1'}, delim = ${literal(serde['separatorChar'] ?? ',')}, quote = '"', escape = '"', all_varchar = true, nullstr = '\u0001', filename = true, hive_partitioning = false, names = [${table.columns.map(({ name: column }) => literal(column)).join(', ')}])`
    : `read_parquet(${list}, filename = true, hive_partitioning = false, union_by_name = true)`;
  const statements = [`CREATE VIEW ${name} AS SELECT ${columns.join(', ')}, filename FROM ${read}`];
  const select =
    table.kind === 'arrival'
      ? currentSelect(table, name, duckDb)
      : csv
        ? typedSelect(table, name)
        : undefined;
  if (select !== undefined)
    statements.push(
      `CREATE VIEW ${quoted(table.database)}.${quoted(viewName(table.name, table.kind))} AS ${select}`,
    );
  return statements;
}

function duckType(hiveType: string): string {
  return { string: 'varchar', int: 'integer', float: 'real', binary: 'blob' }[hiveType] ?? hiveType;
}
