import type { Client } from 'pg';
import { peopleTables } from './people-tables';
import { shopTables } from './shop-tables';
import { type DemoTables, quotedName, scatterFunctions } from './table';
import { tradeTables } from './trade-tables';

/** A PostgreSQL server, as `startPostgres` gives it. */
export interface DatabaseServer {
  createDatabase(name: string): Promise<void>;
  /** A connection that the caller ends. */
  connect(database: string): Promise<Client>;
}

export interface CreatedTable {
  readonly database: string;
  readonly schema: string;
  readonly table: string;
  readonly rows: number;
}

/** The made-up company: a shop (`sales`) and its personnel office (`hr`). */
export const demoDatabases: readonly DemoTables[] = [
  { database: 'sales', schema: 'sales', tables: [...shopTables, ...tradeTables] },
  { database: 'hr', schema: 'HR', tables: peopleTables },
];

/**
 * Creates both databases with all their tables, about 300,000 rows at scale 1; `scale` makes those tables smaller or larger
 * that grow with the business. The same scale gives the same rows.
 */
export async function createDemoDatabase(
  server: DatabaseServer,
  scale = 1,
): Promise<readonly CreatedTable[]> {
  const created = await Promise.all(demoDatabases.map((tables) => fillDatabase(server, tables, scale)));
  return created.flat();
}

async function fillDatabase(
  server: DatabaseServer,
  tables: DemoTables,
  scale: number,
): Promise<CreatedTable[]> {
  await server.createDatabase(tables.database);
  const client = await server.connect(tables.database);
  try {
    await client.query(`SET TIME ZONE 'UTC'; CREATE SCHEMA "${tables.schema}"; ${scatterFunctions}`);
    const created: CreatedTable[] = [];
    for (const table of tables.tables) {
      await client.query(`CREATE TABLE ${quotedName(table)} (${table.columns})`);
      const wanted = table.grows === true ? Math.max(1, Math.round(table.rows * scale)) : table.rows;
      const inserted =
        table.query === undefined
          ? 0
          : (await client.query(`INSERT INTO ${quotedName(table)} ${table.query(wanted)}`)).rowCount;
      created.push({
        database: tables.database,
        schema: table.schema,
        table: table.table,
        rows: inserted ?? 0,
      });
    }
    // The planner's row estimates are what a load's progress is measured against.
    await client.query('ANALYZE');
    return created;
  } finally {
    await client.end();
  }
}
