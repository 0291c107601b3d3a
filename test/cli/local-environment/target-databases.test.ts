import { makeTargetDatabases } from '../../../cli/local-environment/target-databases';
import type { PostgresTargetPlan } from '../../../core/planning/connection-plan';
import { usePostgres, withClient } from '../../helpers/databases/postgres';
import { sampleSource } from '../../helpers/runs/plan';

const server = usePostgres();

test('local up makes each target’s database, once, and leaves one of the demo alone', async () => {
  const target = (name: string, databaseName: string): PostgresTargetPlan => ({
    ...sampleSource({ name, databaseName }),
    engine: 'postgres',
  });
  await server().createDatabase('hr');
  await withClient(server(), 'hr', (client) => client.query('CREATE TABLE people ()'));
  const targets = [
    { name: 'lake', engine: 's3' } as const,
    target('warehouse', 'wh'),
    target('mirror', 'wh'),
    target('back', 'hr'),
  ];
  await makeTargetDatabases({ targets }, server());
  await makeTargetDatabases({ targets }, server());
  await withClient(server(), 'wh', async (client) =>
    expect((await client.query('SELECT 1')).rowCount).toBe(1),
  );
  await withClient(server(), 'hr', (client) => client.query('SELECT * FROM people'));
});
