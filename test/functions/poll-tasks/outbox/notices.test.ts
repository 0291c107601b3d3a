import type { ReplicationNotice } from '../../../../core/runs/replication/replication-notice';
import { replicationChanges } from '../../../../core/runs/replication/replication-notice';
import { driftNotice } from '../../../../core/runs/replication/drift-notice';
import { PollBench, taskNamed } from '../../../helpers/runs/poll-bench';

const start = new Date('2026-03-01T12:00:00.000Z');
const after = (minutes: number) => new Date(start.getTime() + minutes * 60_000);

let bench: PollBench;
beforeEach(() => {
  bench = new PollBench();
});

const changes = () => bench.outside.events.map((event) => ('change' in event ? event.change : event.type));

function notice(kind: ReplicationNotice['kind'], over: Partial<ReplicationNotice> = {}): ReplicationNotice {
  return { kind, state: 'raised', at: start.toISOString(), detail: `it is ${kind}`, ...over };
}

test.each(replicationChanges.map((change) => [change]))(
  '%s is one event, however often polls see it',
  async (change) => {
    const job = await bench.replicate(taskNamed('live', 'running'));
    await bench.history.recordSeen(job, {
      seen: { status: 'running', at: start.toISOString(), since: start.toISOString() },
    });
    await bench.history.addNotice(job, notice(change));
    for (const minute of [1, 2, 3]) await bench.poll(after(minute));
    expect(bench.outside.events).toMatchObject([
      {
        id: `${job}#${change}#${start.toISOString()}`,
        type: 'Lakeferry Replication Changed',
        change,
        department: 'sales',
        job: 'live',
        mode: 'cdc',
        cause: `it is ${change}`,
        links: { show: 'lakeferry status sales/live' },
      },
    ]);
    expect((await bench.history.replication(job))?.notices).toBeUndefined();
    expect(await bench.history.outbox()).toEqual([]);
  },
);

test('a notice that a slow poll moves again after its delivery is not delivered again', async () => {
  const job = await bench.replicate(taskNamed('live', 'running'));
  bench.refused = 'history.forgetNotices';
  await bench.history.addNotice(job, notice('down'));
  for (const minute of [1, 2, 3]) await bench.poll(after(minute)).catch(() => undefined);
  bench.refused = '';
  await bench.poll(after(4));
  expect(changes().filter((change) => change === 'down')).toHaveLength(1);
});

test('notices and alerts that an earlier version stored are delivered after the upgrade', async () => {
  const job = await bench.replicate(taskNamed('live', 'stopped'));
  const stored = await bench.history.replication(job);
  bench.put({
    ...stored,
    pk: 'REPLICATION',
    sk: job,
    alerts: {},
    notices: [notice('tables-failed'), notice('tables-recovered', { state: 'cleared' })],
  });
  bench.put({
    ...{ pk: 'ALERT', sk: 'run', run: 'run', forJob: 'sales/prices', kind: 'load-failed' },
    ...{ detail: 'run: rows-refused', at: start.toISOString() },
  });
  await bench.poll(after(1));
  await bench.poll(after(2));
  expect(
    changes()
      .filter((change) => change.startsWith('table-'))
      .sort(),
  ).toEqual(['table-recovered', 'table-suspended']);
  expect(bench.alerts.map(({ kind, state }) => `${kind} ${state}`)).toEqual(
    expect.arrayContaining(['load-failed raised', 'tables raised', 'tables cleared']),
  );
});

test('a task that was created or stopped and now runs is up, once', async () => {
  const job = await bench.replicate(taskNamed('live', 'creating'));
  const statuses = ['creating', 'starting', 'running', 'running', 'stopped', 'starting', 'running'];
  for (const [minute, status] of statuses.entries()) {
    bench.tasks.set('arn:task:live', taskNamed('live', status));
    // A person stops and resumes it.
    const desired = status === 'stopped' ? 'stopped' : 'running';
    await bench.history.changeDesiredState(job, {
      desired,
      desiredBy: 'ada',
      desiredAt: start.toISOString(),
    });
    await bench.poll(after(minute));
  }
  expect(changes()).toEqual(['up', 'up']);
  // The first start of a task is news for programs, and ends no trouble of which people know.
  expect(bench.outside.published).toEqual([]);
  expect(bench.alerts).toEqual([]);
});

test('a task that one answer of DMS leaves out, or that a poll resumes, is not up again', async () => {
  const job = await bench.replicate(taskNamed('live', 'running'));
  const seen = { status: 'running', at: start.toISOString(), since: start.toISOString() };
  await bench.history.recordSeen(job, { seen });
  bench.tasks.clear();
  await bench.poll(after(1));
  await bench.replicate(taskNamed('live', 'running'));
  await bench.poll(after(2));
  bench.tasks.set('arn:task:live', taskNamed('live', 'failed', { lastFailureMessage: 'Last Error  lost' }));
  await bench.poll(after(3));
  bench.tasks.set('arn:task:live', taskNamed('live', 'running'));
  await bench.poll(after(4));
  expect(changes()).toEqual([]);
});

test('latency, slot and end of trouble are events and messages', async () => {
  const job = await bench.replicate(taskNamed('live', 'running'));
  await bench.history.recordSeen(job, {
    seen: { status: 'running', at: start.toISOString(), since: start.toISOString() },
  });
  bench.latencies.set('arn:task:live', { sourceSeconds: 500, at: start.toISOString() });
  await bench.poll(after(1));
  bench.latencies.set('arn:task:live', { sourceSeconds: 5, at: start.toISOString() });
  await bench.poll(after(2));
  expect(changes()).toEqual(['late', 'caught-up']);
  expect(bench.outside.published.map(({ subject }) => subject)).toEqual([
    '[dev] sales/live is late',
    '[dev] sales/live caught up',
  ]);
});

test('drift is one notice about at most 20 columns, equal for each check of a run', () => {
  const finding = (column: number) => ({
    check: 'schema-drift',
    severity: 'warning' as const,
    schema: 'public',
    table: 'orders',
    column: `c${column}`,
    found: 'the column is new: text',
    why: 'w',
    source: 's',
  });
  expect(driftNotice({ findings: [{ ...finding(0), check: 'other' }] }, 'then')).toBeUndefined();
  const one = driftNotice({ findings: [finding(1)] }, 'then');
  expect(one).toEqual({
    kind: 'schema-drift',
    state: 'noted',
    at: 'then',
    detail:
      'columns or keys changed since the last successful run: public.orders.c1: the column is new: text',
    table: { schema: 'public', table: 'orders' },
  });
  const many = driftNotice({ findings: Array.from({ length: 500 }, (_, index) => finding(index)) }, 'then');
  expect(many?.detail).toMatch(/and 480 more$/);
  const several = driftNotice({ findings: [finding(1), { ...finding(2), table: 'items' }] }, 'then');
  expect(several).not.toHaveProperty('table');
});

test('messages about tables and replications link to their pages', async () => {
  Object.assign(bench.ports, { consoleUrl: 'https://lakeferry.example.com/' });
  const job = await bench.replicate(taskNamed('live', 'running'));
  const seen = { status: 'running', at: start.toISOString(), since: start.toISOString() };
  await bench.history.recordSeen(job, { seen });
  const table = { schema: 'sales', table: 'orders' };
  await bench.history.addNotice(job, notice('schema-drift', { state: 'noted', table }));
  await bench.history.addNotice(job, notice('slot-growing'));
  await bench.poll(after(1));
  const pages = ['jobs/sales/live/table?schema=sales&table=orders', 'replications/sales/live'].map(
    (page) => `https://lakeferry.example.com/#/${page}`,
  );
  expect(bench.outside.events.map(({ links }) => links.page).toSorted()).toEqual(pages);
  expect(bench.alerts.map(({ page }) => page).toSorted()).toEqual(pages);
  for (const page of pages) expect(bench.outside.published.map(({ text }) => text).join()).toContain(page);
});
