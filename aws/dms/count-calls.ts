import type { DatabaseMigrationServiceClient } from '@aws-sdk/client-database-migration-service';

let calls = 0;

/** Counts the requests that the client sends, also those that the SDK repeats: DMS limits them per second and account. */
export function countCalls(client: DatabaseMigrationServiceClient): DatabaseMigrationServiceClient {
  client.middlewareStack.add(
    (next) => async (given) => {
      calls += 1;
      return await next(given);
    },
    // After the step that retries.
    { step: 'finalizeRequest', priority: 'low', name: 'countCalls' },
  );
  return client;
}

/** Returns the number of requests since the last question, and starts from zero. */
export function takeCalls(): number {
  const taken = calls;
  calls = 0;
  return taken;
}
