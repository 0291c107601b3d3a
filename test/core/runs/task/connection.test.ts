import { connectionFailure, connectionsOf, havePassed } from '../../../../core/runs/task/connection';
import { sampleJob } from '../../../helpers/runs/plan';

const now = new Date('2026-03-10T12:00:00.000Z');
const hour = 3_600_000;
const endpoints = {
  sourceEndpointArn: 'source',
  targetEndpointArn: 'target',
  replicationInstanceArn: 'instance',
};
const job = sampleJob({ department: 'sales', job: 'orders-daily', tables: ['orders'] }, {});
const connections = connectionsOf(endpoints, job);

function passed(hoursAgo: number, of = connections) {
  const passedAt = new Date(now.getTime() - hoursAgo * hour).toISOString();
  return of.endpoints.map((endpoint) => ({ ...endpoint, passedAt }));
}

test.each([
  [0, true],
  [23.9, true],
  [24, false],
  [100, false],
])('a test that passed %d hours ago counts: %s', (hoursAgo, counts) => {
  expect(havePassed(connections, passed(hoursAgo), now)).toBe(counts);
});

test('both tests must have passed', () => {
  expect(havePassed(connections, passed(1).slice(1), now)).toBe(false);
  expect(havePassed(connections, [], now)).toBe(false);
});

test.each([
  ['another database', { connection: { ...connection(), databaseName: 'another' } }, true],
  ['another secret', { connection: { ...connection(), secretName: 'another' } }, true],
  ['other settings of the target', { targetSettings: { DataFormat: 'csv' } }, true],
  ['another mode of the task', { mode: 'cdc' as const }, false],
  ['other mappings', { tableMappings: { rules: [] } }, false],
])('a plan with %s needs a test: %s', (_, change, needs) => {
  const changed = connectionsOf(endpoints, { ...job, connection: connection(), ...change });
  const before = connectionsOf(endpoints, { ...job, connection: connection() });
  expect(havePassed(changed, passed(1, before), now)).toBe(!needs);
});

test('a failure without a message of DMS still says what to do', () => {
  const text = connectionFailure({ endpointArn: 'source', name: 'orders-db', status: 'failed' });
  expect(text).toMatch(/^the replication instance cannot reach orders-db: DMS gave no message; \w+/);
});

function connection() {
  return {
    ...{ name: 'erp', engine: 'postgres' as const, secretName: 'erp' },
    ...{ databaseName: 'erp', sslMode: 'require' as const },
  };
}
