import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { readStatus } from '../../../application/environments/read-status';
import { readReplications } from '../../../application/replications/read-replications';
import { readRun } from '../../../application/runs/read-run';
import { historyOf } from '../../../aws/history/history';
import type { HistoryTable } from '../../../aws/history/table';
import { runKey } from '../../../core/runs/record/history-keys';
import { newRun } from '../../../core/runs/record/new-run';
import type { RunRecord } from '../../../core/runs/record/run-record';
import { startTestHistory, type TestHistory } from '../../helpers/runs/history-table';
import { memoryEnvironment } from '../../helpers/runs/memory-environment';
import { memoryTable } from '../../helpers/runs/memory-history';
import { taskNamed } from '../../helpers/runs/poll-bench';
import { endpoints, scheduledInput } from '../../helpers/runs/run-input';

const now = new Date('2026-03-10T12:00:00.000Z');
const at = now.toISOString();

function runOf(job: string, openedAt: string, retentionDays = 400): RunRecord {
  return newRun(scheduledInput({ job }, openedAt), `arn:${job}`, retentionDays, new Date(openedAt));
}

/** A history in memory whose calls of the table are counted. */
function counted() {
  const calls: string[] = [];
  const table = new Proxy<HistoryTable>(memoryTable(), {
    get: (target, member, receiver) => {
      calls.push(String(member));
      return Reflect.get(target, member, receiver);
    },
  });
  return { calls, history: historyOf(table) };
}

describe('the cost of a command does not grow with what nobody asked for', () => {
  test('status of 1,000 jobs, 100 of them with a CDC task', async () => {
    const { calls, history } = counted();
    const jobs = Array.from({ length: 1000 }, (_, index) => `sales/job-${index}`);
    for (const [index, job] of jobs.entries()) {
      await history.openRun(runOf(job, '2026-03-09T04:00:00Z'));
      await history.openRun(runOf(job, '2026-03-10T04:00:00Z'));
      if (index >= 100) continue;
      await history.recordDesiredReplication({
        ...{
          forJob: job,
          mode: 'cdc',
          desiredBy: 'schedule',
          desiredAt: at,
          taskIdentifier: job,
          planHash: '0',
        },
        ...{ plan: { bucket: 'b', key: 'k' }, endpoints, maxLatencySeconds: 60, resumeLimit: 3, run: 'r' },
      });
      await history.replicationHasTask(job, taskNamed(job, 'running').arn, []);
      await history.recordSeen(job, { rowsPerMinute: 7 });
    }
    calls.length = 0;
    const environment = { ...memoryEnvironment(jobs), history };
    const running = jobs.slice(0, 100).map((job) => taskNamed(job, 'running'));
    const status = await readStatus(environment, now, { describeTasks: async () => running });
    expect(status.jobs).toHaveLength(1000);
    expect(status.jobs.every(({ newest }) => newest?.openedAt === '2026-03-10T04:00:00.000Z')).toBe(true);
    expect(status.replicating).toHaveLength(100);
    expect(status.replicating.every(({ rowsPerMinute }) => rowsPerMinute === 7)).toBe(true);
    // The last queries are for deployments that hold tasks, and for messages that could not be delivered.
    expect(calls).toEqual(['query', 'getAll', 'query', 'query', 'query']);
    calls.length = 0;
    await readReplications(environment, { describeTasks: async () => [] });
    expect(calls).toEqual(['query']);
  });

  test('show of a run with 5,000 tables', async () => {
    const { calls, history } = counted();
    const record = await history.openRun(runOf('sales/orders', '2026-03-10T04:00:00Z'));
    const one = { schema: 's', state: 'Table completed', rows: 1, errorRows: 0 };
    await history.recordTables(
      record,
      Array.from({ length: 5000 }, (_, index) => ({ ...one, table: `t${index}` })),
    );
    calls.length = 0;
    const shown = await readRun({ ...memoryEnvironment(['sales/orders']), history }, 'sales/orders', now);
    expect(shown.tables).toHaveLength(5000);
    expect(calls.length).toBeLessThanOrEqual(5);
  });
});

describe('newest runs', () => {
  test('a run that is opened again, or late, does not replace a newer one', async () => {
    const { history } = counted();
    const [old, young] = [runOf('sales/a', '2026-03-09T04:00:00Z'), runOf('sales/a', '2026-03-10T04:00:00Z')];
    await history.openRun(young);
    await history.openRun(old);
    expect((await history.newestRun('sales/a', now))?.run).toBe(young.run);
    expect([...(await history.newestRuns(now)).keys()]).toEqual(['sales/a']);
  });

  test('a job whose runs are of an earlier version is found all the same', async () => {
    const table = memoryTable();
    const history = historyOf(table);
    const run = runOf('sales/a', '2026-03-09T04:00:00Z');
    await table.putNew(runKey(run.run), run);
    const environment = { ...memoryEnvironment(['sales/a', 'sales/never']), history };
    const { jobs } = await readStatus(environment, now, { describeTasks: async () => [] });
    expect(jobs.map(({ newest }) => newest?.run)).toEqual([run.run, undefined]);
    expect((await readRun(environment, 'sales/a', now)).run.run).toBe(run.run);
  });

  test('an expired run is no newest run', async () => {
    const { history } = counted();
    await history.openRun(runOf('sales/a', '2026-01-01T04:00:00Z', 3));
    expect(await history.newestRun('sales/a', now)).toBeUndefined();
    expect([...(await history.newestRuns(now)).keys()]).toEqual([]);
  });
});

describe('DynamoDB', () => {
  let store: TestHistory;
  beforeEach(async () => {
    store = await startTestHistory();
  });
  afterEach(() => store.stop());

  test('the newest run of a job with 3,000 expired runs costs a few pages', async () => {
    const live = runOf('sales/a', '2025-01-01T00:00:00Z', 4000);
    const expired = Array.from({ length: 3000 }, (_, index) =>
      runOf('sales/a', new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString(), 1),
    );
    const items = [live, ...expired].map((run) => ({ PutRequest: { Item: { ...run, ...runKey(run.run) } } }));
    for (let from = 0; from < items.length; from += 25)
      await store.client.send(
        new BatchWriteCommand({ RequestItems: { history: items.slice(from, from + 25) } }),
      );
    const send = jest.spyOn(store.client, 'send');
    const found = await store.history.runsOfJob('sales/a', { limit: 1, now });
    expect(found.map(({ run }) => run)).toEqual([live.run]);
    expect(send.mock.calls.length).toBeLessThanOrEqual(12);
  });

  test('the newest runs of 250 jobs are read in batches of 100', async () => {
    const jobs = Array.from({ length: 250 }, (_, index) => `sales/job-${index}`);
    for (const job of jobs) await store.history.openRun(runOf(job, '2026-03-10T04:00:00Z'));
    const send = jest.spyOn(store.client, 'send');
    expect((await store.history.newestRuns(now)).size).toBe(250);
    expect(send.mock.calls.length).toBe(4);
  });
});
