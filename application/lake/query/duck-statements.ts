import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CatalogueTable } from '../../../aws/lake/catalogue';
import { mapConcurrently } from '../../../core/concurrency';
import { viewName } from '../../../core/lake/catalogue/glue-names';
import { sqlType } from '../../../core/lake/catalogue/hive-types';
import { loadListTable } from '../../../core/lake/catalogue/load-list';
import { readViewedTable, UnreadableParameter } from '../../../core/lake/catalogue/viewed-table';
import {
  currentSelect,
  duckDb,
  literal,
  quoted,
  typedSelect,
  type ViewedTable,
} from '../../../core/lake/catalogue/views';

export interface DuckFiles {
  /** Lists the keys below a table's location. */
  list(location: string): Promise<readonly string[]>;
  download(key: string, path: string): Promise<void>;
}

const downloadsAtOnce = 16;

/** Statements that create one table and its view. */
export interface DuckTable {
  /** `database.table`. */
  readonly name: string;
  readonly statements: readonly string[];
  /** Reason why there are no statements. */
  readonly unreadable?: string;
}

/**
 * Returns the DuckDB statements per table of a Glue database, over files downloaded to `folder`. Columns of CSV have their types
 * and nulls only in the view, as in Athena. Only files of tables that the query names are downloaded.
 */
export async function duckStatements(
  database: string,
  tables: readonly CatalogueTable[],
  files: DuckFiles,
  folder: string,
  sql: string,
): Promise<readonly DuckTable[]> {
  const made: DuckTable[] = [];
  const list = tables.find(({ name }) => name === loadListTable);
  if (list !== undefined) made.push(await loadList(database, list, files, folder));
  for (const found of tables) {
    const table = readViewedTable(database, found, list !== undefined);
    if (table === undefined) continue;
    if (table instanceof UnreadableParameter) {
      made.push({ name: `${database}.${found.name}`, statements: [], unreadable: table.message });
      continue;
    }
    const isNamed = [table.name, viewName(table.name, table.kind)].some((name) =>
      sql.toLowerCase().includes(name),
    );
    const keys = isNamed ? (await files.list(found.location)).filter(isOf(table, found.location)) : [];
    const paths = [...(await download(keys, files, folder))];
    if (paths.length > 0 && hasHeader(found)) {
      // Files written before a column was added lack it: this file names all columns and has no row.
      const names = join(folder, `${table.name}-columns.csv`);
      await writeFile(
        names,
        `${table.columns.map(({ name }) => `"${name}"`).join(found.serde['separatorChar'] ?? ',')}\n`,
      );
      paths.push(names);
    }
    made.push({ name: `${database}.${table.name}`, statements: statementsOf(table, found, paths) });
  }
  return made;
}

async function download(
  keys: readonly string[],
  files: DuckFiles,
  folder: string,
): Promise<readonly string[]> {
  return await mapConcurrently(downloadsAtOnce, keys, async (key) => {
    const path = join(folder, ...key.split('/'));
    await mkdir(dirname(path), { recursive: true });
    await files.download(key, path);
    return path;
  });
}

/** List of the newest loads, with the paths of the downloaded files. */
async function loadList(
  database: string,
  { location, columns }: Pick<CatalogueTable, 'location' | 'columns'>,
  files: DuckFiles,
  folder: string,
): Promise<DuckTable> {
  const paths = await download(await files.list(location), files, folder);
  const name = `${quoted(database)}.${quoted(loadListTable)}`;
  const types = columns.map((column) => `${quoted(column.name)}: 'varchar'`).join(', ');
  const bucket = /^s3:\/\/[^/]+\//.exec(location)?.[0] ?? '';
  const rows =
    paths.length === 0
      ? `(SELECT ${columns.map((column) => `'' AS ${quoted(column.name)}`).join(', ')} WHERE false)`
      : `read_json([${paths.map(literal).join(', ')}], format = 'newline_delimited', columns = {${types}})`;
  return {
    name: `${database}.${loadListTable}`,
    statements: [
      `CREATE VIEW ${name} AS SELECT * REPLACE (replace(file, ${literal(bucket)}, ${literal(`${folder}/`)}) AS file) FROM ${rows}`,
    ],
  };
}

/** Excludes snapshots that the job published in the same folder before it published by arrival. */
function isOf({ kind }: ViewedTable, location: string): (key: string) => boolean {
  const folder = location.replace(/^s3:\/\/[^/]+\//, '');
  return (key) => kind === 'snapshot' || !key.slice(folder.length).startsWith('snapshot=');
}

function hasHeader({ parameters }: Pick<CatalogueTable, 'parameters'>): boolean {
  return parameters['skip.header.line.count'] === '1';
}

export function statementsOf(
  table: ViewedTable,
  found: Pick<CatalogueTable, 'serde' | 'parameters'>,
  paths: readonly string[],
): readonly string[] {
  const name = `${quoted(table.database)}.${quoted(table.name)}`;
  const columns = table.columns.map(({ name: column }) => quoted(column));
  const csv = table.nullValue !== undefined;
  const rows = paths.length === 0 ? nothing(table, csv) : rowsOf(table, csv, found, paths);
  const statements = [`CREATE VIEW ${name} AS SELECT ${columns.join(', ')} FROM ${rows}`];
  const select =
    table.kind === 'arrival'
      ? // With the file name, which orders the changes; as Athena's "$path" it is not a column of the table.
        currentSelect(table, `(SELECT ${columns.join(', ')}, filename FROM ${rows})`, duckDb)
      : typedSelect(table, name, duckDb);
  if (select !== undefined)
    statements.push(
      `CREATE VIEW ${quoted(table.database)}.${quoted(viewName(table.name, table.kind))} AS ${select}`,
    );
  return statements;
}

function rowsOf(
  table: ViewedTable,
  csv: boolean,
  found: Pick<CatalogueTable, 'serde' | 'parameters'>,
  paths: readonly string[],
): string {
  const list = `[${paths.map(literal).join(', ')}]`;
  if (!csv) return `read_parquet(${list}, filename = true, hive_partitioning = false, union_by_name = true)`;
  const header = hasHeader(found);
  const columns = header
    ? 'union_by_name = true'
    : `names = [${table.columns.map(({ name }) => literal(name)).join(', ')}]`;
  return `read_csv(${list}, header = ${header}, delim = ${literal(found.serde['separatorChar'] ?? ',')}, quote = '"', escape = '"', all_varchar = true, nullstr = ${literal(noText)}, filename = true, hive_partitioning = false, ${columns})`;
}

/** Text that no file holds: DuckDB reads it as null, and the null of the files is the view's matter. */
const noText = '\u0001lakeferry\u0001';

function nothing(table: ViewedTable, csv: boolean): string {
  const typed = table.columns.map(
    ({ name, type }) => `CAST(NULL AS ${csv ? 'varchar' : duckType(type)}) AS ${quoted(name)}`,
  );
  return `(SELECT ${[...typed, 'CAST(NULL AS varchar) AS filename'].join(', ')} WHERE false)`;
}

function duckType(hiveType: string): string {
  return hiveType === 'binary' ? 'blob' : sqlType(hiveType);
}
