import type { DatabaseMigrationServiceClient } from '@aws-sdk/client-database-migration-service';

let calls = 0;
let paid = 0;
let beforeRequest: (() => Promise<void>) | undefined;

/** Counts the requests that the client sends, also those that the SDK repeats: DMS limits them per second and account. */
export function countCalls(client: DatabaseMigrationServiceClient): DatabaseMigrationServiceClient {
  client.middlewareStack.addRelativeTo(
    <Given, Answer>(next: (given: Given) => Promise<Answer>) =>
      async (given: Given) => {
        await beforeRequest?.();
        calls += 1;
        return await next(given);
      },
    // For each attempt, and before it is signed: a payment can wait for longer than the 5 minutes that a signature is valid.
    { relation: 'before', toMiddleware: 'httpSigningMiddleware', name: 'countCalls' },
  );
  return client;
}

/** Has `pay` called before each request of this process, as a command does. Undefined: no longer. */
export function payBeforeRequests(pay: (() => Promise<void>) | undefined): void {
  beforeRequest = pay;
}

/** Notes that this process has paid for requests. */
export function notePaid(requests: number): void {
  paid += requests;
}

/** Returns the requests since the last question, and how many of them this process has paid for. Starts from zero. */
export function takeCalls(): { readonly calls: number; readonly paid: number } {
  const taken = { calls, paid };
  [calls, paid] = [0, 0];
  return taken;
}
