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

const made = new WeakMap<PostgresServer, Set<string>>();

/** A database with nothing in it: created the first time, emptied later, in a tenth of the time. */
export async function emptyDatabase(server: PostgresServer, name: string): Promise<void> {
  const names = made.get(server) ?? new Set();
  made.set(server, names);
  if (names.has(name)) return withClient(server, name, async (client) => void (await client.query(emptying)));
  await server.createDatabase(name);
  names.add(name);
}

/** Ends the others' sessions, which hold slots and locks, and drops all that tests make. */
const emptying = `
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid();
SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = current_database();
DO $$
DECLARE
  statement text;
BEGIN
  FOR statement IN
    SELECT format('DROP PUBLICATION %I', pubname) FROM pg_publication
    UNION ALL SELECT format('DROP EVENT TRIGGER %I', evtname) FROM pg_event_trigger
    UNION ALL SELECT format('DROP SCHEMA %I CASCADE', nspname) FROM pg_namespace
      WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
  LOOP
    EXECUTE statement;
  END LOOP;
  CREATE SCHEMA public;
  GRANT USAGE ON SCHEMA public TO PUBLIC;
END $$`;
