import { type PostgresServer, startPostgres } from '@lakeferry/local-cloud/postgres';
import type { Client } from 'pg';

/**
 * One PostgreSQL a test file: started before its tests, stopped after them. Call at the top of a
 * describe or file. `settings` stand over the usual ones; undefined leaves one to the server.
 */
export function usePostgres(
  settings: Readonly<Record<string, string | undefined>> = {},
): () => PostgresServer {
  let server: PostgresServer | undefined;
  beforeAll(async () => {
    server = await startPostgres(settings);
  });
  afterAll(async () => {
    await server?.stop();
  });
  return () => {
    if (server === undefined) throw new Error('the server is only there while tests run');
    return server;
  };
}

/** Runs `work` with a connection to `database` that is ended afterwards. */
export async function withClient<T>(
  server: PostgresServer,
  database: string,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = await server.connect(database);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
