import { DatabaseMigrationServiceClient } from '@aws-sdk/client-database-migration-service';
import { countCalls, notePaid, takeCalls } from '../../../aws/dms/count-calls';
import { createDms } from '../../../aws/dms/dms';

/** Retries twice, without waiting. */
function retryTwice() {
  const token = (count: number) => ({ getRetryCount: () => count, getRetryDelay: () => 0 });
  return {
    acquireInitialRetryToken: async () => token(0),
    refreshRetryTokenForRetry: async (before: { getRetryCount(): number }) => {
      if (before.getRetryCount() === 2) throw new Error('no more attempts');
      return token(before.getRetryCount() + 1);
    },
    recordSuccess: () => undefined,
  };
}

test('each request counts, also one that the SDK repeats', async () => {
  let requests = 0;
  const client = countCalls(
    new DatabaseMigrationServiceClient({
      region: 'eu-west-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 's' },
      retryStrategy: retryTwice(),
      requestHandler: {
        handle: async () => {
          requests += 1;
          throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' });
        },
      },
    }),
  );
  takeCalls();
  await expect(createDms(client).findTask('t')).rejects.toThrow();
  expect(requests).toBe(3);
  notePaid(2);
  expect(takeCalls()).toEqual({ calls: 3, paid: 2 });
  expect(takeCalls()).toEqual({ calls: 0, paid: 0 });
  client.destroy();
});
