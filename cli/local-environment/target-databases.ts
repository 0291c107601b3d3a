import type { PostgresServer } from '@lakeferry/local-cloud/postgres';
import type { PostgresTargetPlan } from '../../core/planning/connection-plan';
import type { Plan } from '../../core/planning/plan';

export function databaseTargets({
  targets,
  otherTargets = [],
}: Pick<Plan, 'targets' | 'otherTargets'>): readonly PostgresTargetPlan[] {
  return [...targets, ...otherTargets].flatMap((target) => (target.engine === 's3' ? [] : [target]));
}

/** Creates the databases of the targets that do not exist yet, empty. */
export async function makeTargetDatabases(
  plan: Pick<Plan, 'targets' | 'otherTargets'>,
  server: Pick<PostgresServer, 'connect' | 'createDatabase'>,
): Promise<void> {
  const client = await server.connect('postgres');
  try {
    const { rows } = await client.query<{ datname: string }>('SELECT datname FROM pg_database');
    const there = new Set(rows.map(({ datname }) => datname));
    for (const { databaseName } of databaseTargets(plan)) {
      if (!there.has(databaseName)) await server.createDatabase(databaseName);
      there.add(databaseName);
    }
  } finally {
    await client.end();
  }
}
