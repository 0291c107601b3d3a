import { type Connection, DatabaseMigrationServiceClient } from '@aws-sdk/client-database-migration-service';
import { describeConnections } from '../../aws/dms/connections';
import { connectionProblem } from '../../core/checks/connection/connection-problem';
import type { SourceEngine } from '../../core/model/source-engine';
import { towardsConnectionsTested } from '../../core/runs/task/wait-step';
import { failureOf } from '../../functions/check-source/driver-failure';
import { entriesOf } from '../helpers/recorded/entries';

test.each(
  entriesOf<
    { readonly engine: SourceEngine; readonly connection: Connection },
    { readonly error: string; readonly must: string }
  >('dms-connection'),
)('%s: %s', async (_id, _meaning, { payload, expect: said }) => {
  const client = new DatabaseMigrationServiceClient({ region: 'us-east-1' });
  Object.assign(client, { send: async () => ({ Connections: [payload.connection] }) });
  const { EndpointArn: endpointArn = '' } = payload.connection;
  const found = await describeConnections(client, 'instance', [endpointArn]);
  const connections = { replicationInstanceArn: 'instance', endpoints: [{ endpointArn, hash: '' }] };
  const wait = { by: 'CreateTask' as const, since: new Date(0).toISOString(), connections };
  expect(towardsConnectionsTested(wait, found, new Date())).toMatchObject({
    do: 'give-up',
    error: said.error,
    cause: expect.stringMatching(advice(payload.connection.LastFailureMessage ?? '', said.must)),
  });
});

test.each(
  entriesOf<
    { readonly engine: SourceEngine; readonly error: object },
    { readonly must: string; readonly mustNot?: string; readonly isRefused?: boolean }
  >('own-connection'),
)('%s: %s', (_id, _meaning, { payload, expect: said }) => {
  const { message, ...members } = { message: '', ...payload.error };
  const failure = failureOf(Object.assign(new Error(message), members), {
    username: 'reader',
    password: 'correct horse',
  });
  const { text, isRejected } = connectionProblem({
    engine: payload.engine,
    host: 'db.example.com',
    port: 1,
    databaseName: 'sales',
    secretName: 'lakeferry/sales',
    ...failure,
  });
  expect(text).toMatch(advice(message, said.must));
  if (said.mustNot !== undefined) expect(text).not.toMatch(said.mustNot);
  if (said.isRefused !== undefined) expect(isRejected).toBe(said.isRefused);
});

/** Pattern for advice after the server's own text, which may contain the same words. */
function advice(message: string, pattern: string): RegExp {
  const last = message
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(-20)
    .replace(/[:.]+$/, '');
  return new RegExp(`${last.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}.*(${pattern})`);
}
