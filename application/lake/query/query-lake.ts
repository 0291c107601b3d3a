import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { CatalogueTable } from '../../../aws/lake/catalogue';
import { createLakeReader } from '../../../aws/lake/reader';
import { viewName } from '../../../core/lake/catalogue/glue-names';
import { quoted } from '../../../core/lake/catalogue/views';
import { isRunError } from '../../../core/runs/record/run-error';
import type { Plan } from '../../../core/planning/plan';
import { ownFolder } from '../../own-folder';
import { UseCaseError } from '../../use-case-error';
import type { Lake } from '../lake';
import { listObjects } from '../list-objects';
import { type DuckTable, duckStatements } from './duck-statements';
import { missingTables, type WrittenTable } from './missing-tables';

export interface QueryResult {
  readonly columns: readonly string[];
  /** Values as text; null for NULL. */
  readonly rows: readonly (readonly (string | null)[])[];
}

/** Returns the Glue databases of the plan that the query names; all when it names none. Throws when the plan has none. */
export function databasesOf({ departments }: Pick<Plan, 'departments'>, sql: string): readonly string[] {
  const known = departments.flatMap(({ jobs }) =>
    jobs.flatMap(({ publishing }) =>
      publishing.kind === 'none' ? [] : (publishing.catalogue?.database ?? []),
    ),
  );
  const databases = [...new Set(known)];
  if (databases.length === 0) throw new UseCaseError({ kind: 'not-in-catalogue' });
  const named = databases.filter((database) => sql.toLowerCase().includes(database));
  return named.length === 0 ? databases : named;
}

/**
 * Runs one query with DuckDB over the tables of Glue databases. The files it needs are downloaded to a temporary folder. A
 * database that is not deployed is reported, and does not stop a query of the others.
 */
export async function queryLake(
  lake: Pick<Lake, 'objects' | 'catalogue' | 'bucket'>,
  databases: readonly string[],
  sql: string,
  onUndeployed: (message: string) => void = () => undefined,
  onUnreadable: (message: string) => void = () => undefined,
  written: readonly WrittenTable[] = [],
): Promise<QueryResult> {
  const connection = await openDuckDb();
  const { path: folder, remove } = ownFolder('query');
  try {
    const reader = createLakeReader();
    const files = {
      list: async (location: string) => {
        const prefix = location.slice(`s3://${lake.bucket}/`.length);
        const found = await listObjects(lake.objects, lake.bucket, prefix);
        return found.filter(({ size }) => size > 0).map(({ key }) => key);
      },
      download: async (key: string, path: string) =>
        pipeline(await reader.open(lake.bucket, key), createWriteStream(path)),
    };
    const unreadable: string[] = [];
    const missing: string[] = [];
    for (const database of databases) {
      const tables = await deployedTables(lake, database);
      if (tables === undefined) {
        unreadable.push(`${database} is in the file of its department, but not deployed`);
        onUndeployed(unreadable.at(-1) ?? '');
        continue;
      }
      await connection.run(`CREATE SCHEMA IF NOT EXISTS ${quoted(database)}`);
      for (const table of await duckStatements(database, tables, files, folder, sql)) {
        const messages = await createTable(connection, table);
        unreadable.push(...messages);
        messages.forEach(onUnreadable);
      }
      const present = tables.flatMap(({ name }) => [
        name,
        viewName(name, 'arrival'),
        viewName(name, 'snapshot'),
      ]);
      missing.push(...missingTables(sql, database, present, written));
    }
    const result = await connection.runAndReadAll(sql).catch((cause: unknown) => {
      const message = [duckMessage(cause), ...unreadable, ...missing].join('\n');
      throw new UseCaseError({ kind: 'query-failed', message }, { cause });
    });
    const rows = result.getRows().map((row) => row.map((value) => (value === null ? null : String(value))));
    connection.closeSync();
    return { columns: result.columnNames(), rows };
  } finally {
    remove();
  }
}

/** Undefined for a database that is not deployed. */
async function deployedTables(
  { catalogue }: Pick<Lake, 'catalogue'>,
  database: string,
): Promise<readonly CatalogueTable[] | undefined> {
  try {
    return await catalogue.tables(database);
  } catch (error) {
    if (isRunError(error, 'CatalogueMissing')) return undefined;
    throw error;
  }
}

/**
 * Creates a table and its view. Returns the message of one that DuckDB cannot read: it does not stop a query of other tables.
 */
export async function createTable(
  connection: { run(sql: string): Promise<unknown> },
  { name, statements, unreadable }: DuckTable,
): Promise<readonly string[]> {
  if (unreadable !== undefined) return [`${name} cannot be read: ${unreadable}`];
  try {
    for (const statement of statements) await connection.run(statement);
    return [];
  } catch (error) {
    return [`${name} cannot be read: ${duckMessage(error)}`];
  }
}

/** DuckDB's own message: it points at the place in the statement. */
export function duckMessage(error: unknown): string {
  return String(error)
    .replace(/^Error: /, '')
    .trimEnd();
}

export function hasDuckDb(): boolean {
  try {
    require.resolve('@duckdb/node-api');
    return true;
  } catch {
    return false;
  }
}

export async function openDuckDb() {
  const { DuckDBInstance } = duckDb();
  return (await DuckDBInstance.create(':memory:')).connect();
}

/** DuckDB is a development package: nothing that is deployed needs it. */
function duckDb(): typeof import('@duckdb/node-api') {
  if (!hasDuckDb()) throw new UseCaseError({ kind: 'query-engine-missing' });
  return require('@duckdb/node-api');
}
