import { openSource } from '../../functions/check-source/open-source';
import { postgresSlots } from '../../functions/check-source/postgres-slots';
import type { SourceDatabase } from '../../functions/check-source/source-database';
import { usePostgres, withClient } from '../helpers/databases/postgres';

const server = usePostgres();
let open: SourceDatabase | undefined;
afterEach(() => open?.close());

test('lists the logical slots of the database with the log that they retain, and drops one', async () => {
  await withClient(server(), 'postgres', async (client) => {
    await client.query("SELECT pg_create_logical_replication_slot('left_behind', 'pgoutput')");
    await client.query("SELECT pg_create_physical_replication_slot('physical', true)");
    await client.query('CREATE TABLE filler AS SELECT generate_series(1, 10000) AS n');
  });
  const { host, port, user, password } = server();
  open = await openSource(
    'postgres',
    { username: user, password, host, port },
    { name: 'pg', engine: 'postgres', secretName: 's', databaseName: 'postgres', sslMode: 'none' },
    { connectTimeoutSeconds: 5 },
  );
  const source = postgresSlots(open);
  const [slot, ...more] = await source.slots();
  expect(more).toEqual([]);
  expect(slot).toMatchObject({ name: 'left_behind', active: false, walStatus: 'reserved' });
  expect(slot?.lagBytes).toBeGreaterThan(100_000);
  await source.drop('left_behind');
  await source.drop('left_behind');
  expect(await source.slots()).toEqual([]);
});
