import type { TableRecord } from '../../../core/runs/record/table-record';
import { PollBench, taskNamed } from '../../helpers/runs/poll-bench';

const start = new Date('2026-03-01T12:00:00.000Z');
let bench: PollBench;
let job: string;
let minute: number;

beforeEach(async () => {
  bench = new PollBench();
  minute = 0;
  job = await bench.replicate(taskNamed('live', 'running'), { mode: 'full-load-and-cdc' });
});

function table(name: string, over: Partial<TableRecord> = {}): TableRecord {
  return { schema: 'public', table: name, state: 'Table completed', rows: 1, errorRows: 0, ...over };
}

async function polls(tables: readonly TableRecord[], times = 1): Promise<void> {
  bench.tables = [...tables];
  for (let count = 0; count < times; count += 1, minute += 1)
    expect((await bench.poll(new Date(start.getTime() + minute * 60_000))).problems).toEqual([]);
}

const sent = () => bench.alerts.splice(0).map(({ kind, state, detail }) => [kind, state, detail]);
const faults = async () =>
  (await bench.history.replication(job))?.tables?.faulty.map(({ table: name, fault }) => `${name} ${fault}`);

test.each([
  [{ state: 'Table error' }, 'failed'],
  [{ state: 'table error' }, 'failed'],
  [{ state: 'Table cancelled' }, 'failed'],
  [{ state: 'Table suspended' }, 'failed'],
  [{ state: 'Table does not exist' }, 'absent'],
  [{ validation: 'Mismatched records' }, 'differs'],
  [{ validation: 'Suspended records' }, 'differs'],
  [{ validation: 'Table error' }, 'differs'],
])('%j of a replicating table is reported once, and its recovery once', async (over, fault) => {
  await polls([table('orders'), table('items')], 3);
  expect(sent()).toEqual([]);
  await polls([table('orders', over), table('items')], 10);
  expect(await faults()).toEqual([`orders ${fault}`]);
  const [only, ...more] = sent();
  expect(more).toEqual([]);
  expect(only).toEqual(['tables', 'raised', expect.stringContaining('public.orders')]);
  expect(only?.[2]).not.toContain('public.items');
  await polls([table('orders'), table('items')], 5);
  expect(sent()).toEqual([['tables', 'cleared', expect.stringContaining('public.orders')]]);
  expect(await faults()).toEqual([]);
  const kinds = (await bench.history.events(job, 50)).map(({ kind }) => kind);
  expect(kinds).toEqual(['tables-recovered', 'tables-failed']);
});

test.each([
  ['Before load'],
  ['Full load'],
  ['Table is being reloaded'],
  ['Table completed'],
  ['something new'],
])('a table in the state "%s" is no fault', async (state) => {
  await polls([table('orders', { state })], 5);
  expect([sent(), await faults()]).toEqual([[], []]);
});

test.each([['Not enabled'], ['Pending records'], ['Preparing table'], ['No primary key'], ['Validated']])(
  'the validation "%s" is no fault',
  async (validation) => {
    await polls([table('orders', { validation })], 5);
    expect(sent()).toEqual([]);
  },
);

test('a table in error when it is first seen is reported', async () => {
  await polls([table('orders', { state: 'Table error' })], 3);
  expect(sent()).toHaveLength(1);
});

test('several tables that fail at once are one alert, and each recovery is noted until the last', async () => {
  const state = 'Table error';
  await polls([table('a'), table('b'), table('c')]);
  await polls([table('a', { state }), table('b', { state }), table('c')], 2);
  expect(sent()).toEqual([['tables', 'raised', expect.stringMatching(/public\.a.*public\.b/)]]);
  await polls([table('a'), table('b', { state }), table('c', { state })], 2);
  expect(sent()).toEqual([
    ['tables', 'noted', expect.stringContaining('public.a')],
    ['tables', 'raised', expect.stringContaining('public.c')],
  ]);
});

test('a reload that fails again is reported again, and a reload in between is no recovery', async () => {
  await polls([table('a', { state: 'Table error' })]);
  expect(sent()).toHaveLength(1);
  await polls([table('a', { state: 'Table is being reloaded' })], 3);
  expect([sent(), await faults()]).toEqual([[], ['a failed']]);
  await polls([table('a', { state: 'Table error' })], 3);
  expect(sent()).toEqual([['tables', 'raised', expect.stringContaining('public.a')]]);
});

test('the fix is a command: reload, with names that a shell takes', async () => {
  await polls([table('orders', { state: 'Table error' }), table('odd name', { state: 'Table error' })]);
  expect(sent()[0]?.[2]).toContain("lakeferry reload sales/live 'public.odd name' public.orders");
});

test('a job that only follows changes has another fix, because DMS cannot reload its tables', async () => {
  bench.tasks.clear();
  bench = new PollBench();
  job = await bench.replicate(taskNamed('live', 'running'));
  await polls([table('orders', { state: 'Table error' })]);
  expect(sent()[0]?.[2]).toContain('mode full-load-and-cdc');
  expect(JSON.stringify(await bench.history.events(job, 1))).not.toContain('lakeferry reload');
});

test.each([['Before load'], ['Table is being reloaded']])(
  'a table that sits at "%s" while the task loads nothing is reported after a quarter of an hour',
  async (state) => {
    const counts = { percent: 100, tablesLoaded: 1, tablesErrored: 0 };
    const loads = (tablesLoading: number, tablesQueued = 0) =>
      bench.tasks.set(
        'arn:task:live',
        taskNamed('live', 'running', { statistics: { ...counts, tablesLoading, tablesQueued } }),
      );
    loads(1);
    await polls([table('a', { state }), table('b')], 60);
    loads(0, 3);
    await polls([table('a', { state }), table('b')], 60);
    expect(sent()).toEqual([]);
    loads(0);
    await polls([table('a', { state }), table('b')], 15);
    expect([sent(), (await bench.history.replication(job))?.tables?.faulty.length]).toEqual([[], 1]);
    await polls([table('a', { state }), table('b')], 10);
    expect(sent()).toEqual([
      ['tables', 'raised', expect.stringContaining('lakeferry reload sales/live public.a')],
    ]);
    await polls([table('a'), table('b')], 2);
    expect(sent()).toEqual([['tables', 'cleared', expect.stringContaining('public.a')]]);
  },
);

test('a table that DMS no longer lists is reported after three minutes, and when it is back', async () => {
  await polls([table('orders'), table('items')]);
  await polls([table('items')], 3);
  expect(sent()).toEqual([]);
  await polls([table('items')], 5);
  expect(sent()).toEqual([['tables', 'raised', expect.stringContaining('public.orders')]]);
  await polls([table('orders'), table('items')], 2);
  expect(sent()).toEqual([['tables', 'cleared', expect.stringContaining('public.orders')]]);
});

test('an answer that leaves out tables for a minute reports nothing', async () => {
  const whole = [
    table('orders', { changes: { inserts: 1, updates: 0, deletes: 0, ddls: 2 } }),
    table('items'),
  ];
  await polls(whole);
  await polls([]);
  await polls(whole, 5);
  expect([sent(), await faults()]).toEqual([[], []]);
});

test('a table that a deployed change takes out is noted, and is no fault', async () => {
  await polls([table('orders'), table('items', { state: 'Table error' })]);
  sent();
  const task = taskNamed('live', 'running', { startedAt: '2026-03-01T12:10:00.000Z' });
  await bench.replicate(task, { mode: 'full-load-and-cdc', planHash: 'fedcba9876543210' });
  await polls([table('orders')], 6);
  expect(sent()).toEqual([['tables', 'cleared', expect.stringContaining('public.items')]]);
  expect(await faults()).toEqual([]);
});

test('a restart of a task that only follows changes lists tables at their first change', async () => {
  bench = new PollBench();
  job = await bench.replicate(taskNamed('live', 'running'));
  await polls([table('orders'), table('items')]);
  await bench.replicate(taskNamed('live', 'running', { startedAt: '2026-03-01T12:00:30.000Z' }));
  await polls([], 6);
  expect(sent()).toEqual([]);
});

test('a new task of the job begins with no fault', async () => {
  await polls([table('orders', { state: 'Table error' })]);
  sent();
  await bench.replicate(taskNamed('other', 'running'), { forJob: job, mode: 'full-load-and-cdc' });
  await bench.history.replicationHasTask(job, 'arn:task:other', []);
  await polls([table('orders')], 2);
  expect(sent()).toEqual([['tables', 'cleared', expect.stringContaining('public.orders')]]);
});

test.each([[1], [3]])('%i DDL statements at the source are noted once', async (ddls) => {
  const changes = { inserts: 5, updates: 0, deletes: 0, ddls: 1 };
  await polls([table('orders', { changes }), table('items')], 3);
  expect(sent()).toEqual([]);
  await polls([table('orders', { changes: { ...changes, ddls: 1 + ddls } }), table('items')], 3);
  expect(sent()).toEqual([['tables', 'noted', expect.stringMatching(/public\.orders.*TRUNCATE/)]]);
});

test('counts that start again with the task are no DDL', async () => {
  const changes = { inserts: 5, updates: 0, deletes: 0, ddls: 4 };
  await polls([table('orders', { changes })]);
  await polls([table('orders')], 2);
  expect(sent()).toEqual([]);
  await polls([table('orders', { changes: { ...changes, ddls: 1 } })], 2);
  expect(sent()).toHaveLength(1);
});

test('a notice that cannot be sent waits and is sent once, and a later one too', async () => {
  const state = 'Table error';
  bench.refused = 'alerts.notify';
  await polls([table('a', { state })]);
  await polls([table('a', { state }), table('b', { state })], 30);
  expect(sent()).toEqual([]);
  expect(bench.reported.values.at(-1)).toEqual({ name: 'MessagesUndelivered', value: 2 });
  bench.refused = '';
  await polls(bench.tables, 12);
  expect(sent()).toEqual([
    ['tables', 'raised', expect.stringContaining('public.a')],
    ['tables', 'raised', expect.stringContaining('public.b')],
  ]);
});

test.each([
  ['history.recordTableChanges'],
  ['history.listedTables'],
  ['history.keepListedTables'],
  ['history.forgetNotices'],
])('with %s refused once, the fault is reported', async (refused) => {
  await polls([table('a'), table('b')]);
  bench.refused = refused;
  bench.tables = [table('a', { state: 'Table error' }), table('b')];
  // A poll that cannot forget what it has moved fails, and nothing is sent twice.
  await bench.poll(new Date(start.getTime() + 60_000)).catch(() => undefined);
  bench.refused = '';
  minute = 2;
  await polls(bench.tables, 3);
  expect(bench.alerts.length).toBeGreaterThan(0);
  expect(new Set(sent().map(([, state]) => state))).toEqual(new Set(['raised']));
});

test('5,000 tables in error are one alert and a small item, and their recovery is one', async () => {
  const all = Array.from({ length: 5000 }, (_, index) => table(`table_${index}`));
  await polls(all);
  await polls(
    all.map((one) => ({ ...one, state: 'Table error' })),
    2,
  );
  expect(sent()).toEqual([['tables', 'raised', expect.stringContaining('5,000 tables')]]);
  const record = await bench.history.replication(job);
  expect(JSON.stringify(record).length).toBeLessThan(60_000);
  expect(record?.tables).toMatchObject({ listed: 5000, more: 4800 });
  await polls(all, 2);
  expect(sent()).toEqual([['tables', 'cleared', expect.any(String)]]);
});

test('tables to which nothing happens cost no write', async () => {
  await polls([table('orders'), table('items')]);
  bench.calls.clear();
  await polls([table('orders', { rows: 7 }), table('items')], 5);
  for (const call of ['recordTableChanges', 'keepListedTables', 'listedTables', 'forgetNotices'])
    expect([...bench.calls]).not.toContain(`history.${call}`);
});
