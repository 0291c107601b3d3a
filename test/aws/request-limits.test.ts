import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import {
  DatabaseMigrationServiceClient,
  DescribeReplicationTasksCommand,
} from '@aws-sdk/client-database-migration-service';
import { requestLimits } from '../../aws/request-limits';

let server: Server;
beforeAll(async () => {
  server = createServer(() => undefined);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('a service that does not answer ends a request, which is then repeated', async () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const client = new DatabaseMigrationServiceClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 's' },
    endpoint: `http://127.0.0.1:${port}`,
    maxAttempts: 2,
    requestHandler: { ...requestLimits.requestHandler, requestTimeout: 20 },
  });
  const request = client.send(new DescribeReplicationTasksCommand({}));
  await expect(request).rejects.toMatchObject({ name: 'TimeoutError', $metadata: { attempts: 2 } });
  client.destroy();
});

test('each client of a poll has the limits: nothing else ends a request that holds up all runs', () => {
  const root = join(__dirname, '..', '..');
  const ports = readFileSync(join(root, 'functions', 'poll-tasks', 'poll-ports.ts'), 'utf8');
  const adapters = [...ports.matchAll(/'\.\.\/\.\.\/(aws\/[\w/-]+)'/g)].map(([, path]) => `${path}.ts`);
  const clients = adapters.flatMap((path) =>
    [...readFileSync(join(root, path), 'utf8').matchAll(/new \w+Client\((\w*)/g)].map(([, options]) => ({
      path,
      options,
    })),
  );
  expect(clients.length).toBeGreaterThan(10);
  expect(clients.filter(({ options }) => options !== 'requestLimits')).toEqual([]);
});
