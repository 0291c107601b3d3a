import type { Client } from 'pg';
import { type DemoTables, quotedName, scatterFunctions } from './demo-table';
import { hrTables } from './hr-tables';
import { orderTables } from './order-tables';
import { shopTables } from './shop-tables';

/** PostgreSQL server, such as the result of `startPostgres`. */
export interface DatabaseServer {
  createDatabase(name: string): Promise<void>;
  /** Opens a connection that the caller must close. */
  connect(database: string): Promise<Client>;
}

export interface CreatedTable {
  readonly database: string;
  readonly schema: string;
  readonly table: string;
  readonly rows: number;
}

/** Databases of a made-up company: its shop (`sales`) and its human resources (`hr`). */
export const demoDatabases: readonly DemoTables[] = [
  { database: 'sales', schema: 'sales', tables: [...shopTables, ...orderTables] },
  { database: 'hr', schema: 'HR', tables: hrTables },
];

/**
 * Creates both databases with all their tables, about 300,000 rows at scale 1. `scale` changes the size of
 * the tables that grow with the business. The same scale gives the same rows.
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
    // The planner's estimates are the basis of a load's progress.
    await client.query('ANALYZE');
    return created;
  } finally {
    await client.end();
  }
}
