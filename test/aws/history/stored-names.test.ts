import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { runKey } from '../../../core/runs/record/history-keys';
import { newRun } from '../../../core/runs/record/new-run';
import { replicationKey } from '../../../core/runs/replication/replication-keys';
import { startTestHistory, type TestHistory } from '../../helpers/runs/history-table';
import { endpoints, scheduledInput } from '../../helpers/runs/run-input';

let store: TestHistory;
beforeEach(async () => {
  store = await startTestHistory();
});
afterEach(() => store.stop());

const now = new Date('2026-03-10T12:00:00.000Z');

test('the counts of a source check are stored under the names of earlier versions', async () => {
  const { history } = store;
  const { run } = await history.openRun(newRun(scheduledInput(), 'arn:execution', 400, now));
  const at = '2026-03-10T10:01:00.000Z';
  const check = {
    ...{ at, errors: 1, warnings: 2, notes: 3, passed: 4, skipped: 5, queries: 6, milliseconds: 7 },
    version: '16.4',
  };
  await history.recordSourceCheck(run, '', at, check);
  const { Item } = await store.client.send(new GetCommand({ TableName: 'history', Key: runKey(run) }));
  const { errors, warnings, notes, ...rest } = check;
  expect(Item?.['check']).toEqual({ ...rest, blocks: errors, warns: warnings, informs: notes });
  expect((await history.run(run))?.check).toEqual(check);
  expect((await history.runsOfDepartment('sales', { limit: 1, now }))[0]?.check).toEqual(check);
});

test('the hash of a task definition is stored under the name of earlier versions', async () => {
  const { history, client } = store;
  const forJob = 'sales/orders-live';
  const taskDefinitionHash = '0123456789abcdef';
  const stored = await history.recordDesiredReplication({
    forJob,
    mode: 'cdc',
    desiredBy: 'schedule',
    desiredAt: now.toISOString(),
    taskIdentifier: 'dev-sales-orders-live',
    planHash: 'fedcba9876543210',
    taskDefinitionHash,
    plan: { bucket: 'assets', key: 'plan.json' },
    endpoints,
    maxLatencySeconds: 60,
    resumeLimit: 3,
    run: 'run-1',
  });
  const { Item } = await client.send(new GetCommand({ TableName: 'history', Key: replicationKey(forJob) }));
  expect(Item).toMatchObject({ orderHash: taskDefinitionHash });
  expect(Item).not.toHaveProperty('taskDefinitionHash');
  expect(stored).toMatchObject({ taskDefinitionHash });
  expect(await history.replication(forJob)).toMatchObject({ taskDefinitionHash });
});
