import { openPostgresSlots, type PostgresSlots } from '../../functions/check-source/postgres-slots';
import { usePostgres, withClient } from '../helpers/postgres';

const server = usePostgres();
let open: PostgresSlots | undefined;
afterEach(() => open?.close());

async function look(databaseName = 'postgres'): Promise<PostgresSlots> {
  const { host, port, user, password } = server();
  const login = { username: user, password, host, port };
  open = await openPostgresSlots(login, {
    engine: 'postgres',
    secretName: 's',
    databaseName,
    sslMode: 'none',
  });
  return open;
}

test('C2: tells each logical slot of the database with the log that is kept for it, and drops one', async () => {
  await withClient(server(), 'postgres', async (client) => {
    await client.query("SELECT pg_create_logical_replication_slot('left_behind', 'pgoutput')");
    await client.query("SELECT pg_create_physical_replication_slot('physical', true)");
    await client.query('CREATE TABLE filler AS SELECT generate_series(1, 10000) AS n');
  });
  const source = await look();
  const [slot, ...more] = await source.slots();
  expect(more).toEqual([]);
  expect(slot).toMatchObject({ name: 'left_behind', active: false, walStatus: 'reserved' });
  expect(slot?.lagBytes).toBeGreaterThan(100_000);
  await source.drop('left_behind');
  await source.drop('left_behind');
  expect(await source.slots()).toEqual([]);
});

test('a server that refuses the login is an error, soon', async () => {
  const { host, port, user } = server();
  const login = { username: user, password: 'wrong', host, port };
  const source = { engine: 'postgres', secretName: 's', databaseName: 'postgres', sslMode: 'none' } as const;
  await expect(openPostgresSlots(login, source)).rejects.toThrow(/password authentication failed/);
});
