import { readLag } from '../../../application/replications/read-lag';
import type { LagHistory } from '../../../aws/cloudwatch/lag-history';
import { memoryEnvironment } from '../../helpers/runs/memory-environment';
import { replication } from '../../helpers/simulation/observed';

const job = 'sales/orders-live';
const now = new Date('2026-03-10T08:00:00Z');
const point = { at: '2026-03-10T07:00:00.000Z', sourceSeconds: 3, targetSeconds: 5 };

async function environmentWith(taskArn?: string, identifier?: string) {
  const environment = memoryEnvironment([]);
  const { desired: _, taskArn: __, ...record } = replication({ forJob: job });
  const named = { ...record.endpoints, replicationInstanceIdentifier: identifier };
  await environment.history.recordDesiredReplication({
    ...record,
    ...(identifier === undefined ? {} : { endpoints: named }),
  });
  if (taskArn !== undefined) await environment.history.replicationHasTask(job, taskArn, ['arn:old']);
  const points = [{ ...point, at: '2026-03-08T07:00:00.000Z' }, { at: '2026-03-10T07:58:00.000Z' }, point];
  await environment.history.recordSeries(job, { points, updatedAt: point.at }, undefined);
  return environment;
}

test('the lag is that of the task and of the tasks before it, from CloudWatch', async () => {
  const queried: unknown[] = [];
  const lags: LagHistory['lags'] = async (tasks, query) => {
    queried.push(tasks, query);
    return [point];
  };
  const environment = await environmentWith('arn:new');
  expect(await readLag(environment, job, 'day', now, { lags })).toMatchObject({
    source: 'CloudWatch',
    periodSeconds: 300,
    points: [point],
  });
  const replicationInstanceIdentifier = 'lakeferry-dev';
  expect(queried).toEqual([
    [
      { taskArn: 'arn:old', replicationInstanceIdentifier },
      { taskArn: 'arn:new', replicationInstanceIdentifier },
    ],
    { from: new Date('2026-03-09T08:00:00Z'), until: now, periodSeconds: 300 },
  ]);
});

test('the lag of a job on an instance of its own has the identifier of that', async () => {
  const queried: unknown[] = [];
  const lags: LagHistory['lags'] = async (tasks) => {
    queried.push(...tasks.map(({ replicationInstanceIdentifier }) => replicationInstanceIdentifier));
    return [point];
  };
  await readLag(await environmentWith('arn:new', 'erp-migration'), job, 'day', now, { lags });
  expect(queried).toEqual(['erp-migration', 'erp-migration']);
});

test('where CloudWatch cannot be read, the lag is what polls have measured, with the error', async () => {
  const refusal = new Error('not authorized to perform: cloudwatch:GetMetricData');
  const lags = () => Promise.reject(refusal);
  const lag = await readLag(await environmentWith('arn:new'), job, 'day', now, { lags });
  expect(lag).toMatchObject({ source: 'polls', periodSeconds: 60, points: [point], error: refusal });
});

test('where CloudWatch has nothing, the lag is what polls have measured', async () => {
  const lags = async () => [];
  const lag = await readLag(await environmentWith('arn:new'), job, 'week', now, { lags });
  expect(lag.source).toBe('polls');
  expect(lag.points).toHaveLength(2);
  expect(lag.error).toBeUndefined();
});

test('CloudWatch is not read for a job without a task', async () => {
  const lags = () => Promise.reject(new Error('not reached'));
  const lag = await readLag(await environmentWith(), job, 'day', now, { lags });
  expect([lag.source, lag.error]).toEqual(['polls', undefined]);
});

test('a job that never replicated has no lag', async () => {
  const lags = async () => [];
  const { reason } = await readLag(memoryEnvironment([]), job, 'day', now, { lags }).catch((e) => e);
  expect(reason).toEqual({ kind: 'never-replicated', job });
});
