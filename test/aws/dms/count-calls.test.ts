import { DatabaseMigrationServiceClient } from '@aws-sdk/client-database-migration-service';
import { countCalls, notePaid, payBeforeRequests, takeCalls } from '../../../aws/dms/count-calls';
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

test('a request is signed after its payment, which can take longer than a signature is valid', async () => {
  const signedAt: unknown[] = [];
  const client = countCalls(
    new DatabaseMigrationServiceClient({
      region: 'eu-west-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 's' },
      retryStrategy: retryTwice(),
      requestHandler: {
        handle: async ({ headers }: { readonly headers: Record<string, string> }) => {
          signedAt.push(headers['x-amz-date']);
          throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' });
        },
      },
    }),
  );
  jest.useFakeTimers({ now: new Date('2026-03-01T10:00:00Z'), doNotFake: ['setTimeout', 'nextTick'] });
  payBeforeRequests(async () => {
    jest.setSystemTime(Date.now() + 6 * 60_000);
  });
  try {
    await expect(createDms(client).findTask('t')).rejects.toThrow();
  } finally {
    payBeforeRequests(undefined);
    jest.useRealTimers();
  }
  expect(signedAt).toEqual(['20260301T100600Z', '20260301T101200Z', '20260301T101800Z']);
  client.destroy();
});
