import { testClient } from 'hono/testing';
import { createReader } from '../../../console/server/create-app';
import { ConsoleWorld, hostileName, hostileText } from '../../helpers/console/console-world';
import { replication } from '../../helpers/simulation/observed';

async function open() {
  const world = await new ConsoleWorld().fill();
  return { world, client: testClient(createReader(world.ports, false)) };
}

test('Today has each job with one health word, those with problems first', async () => {
  const { client } = await open();
  const { jobs } = await (await client.today.$get()).json();
  expect(jobs.map(({ job, health }) => `${job} ${health}`)).toEqual([
    'sales/customers failing',
    'hr/people late',
    'hr/salaries paused',
    'sales/invoices running',
    'hr/contracts never ran',
    'sales/orders-daily fresh',
  ]);
});

test('Today has each problem with its cause and its fix', async () => {
  const { client, world } = await open();
  const { problems } = await (await client.today.$get()).json();
  expect(problems.map(({ job }) => job)).toEqual(['sales/customers', 'hr/people', 'hr/salaries']);
  expect([...problems].sort((a, b) => (a.job < b.job ? -1 : 1))).toEqual([
    {
      job: 'hr/people',
      kind: 'job',
      health: 'late',
      cause: 'the data is older than fresh-within',
      fix: 'lakeferry run hr/people',
      since: '2026-03-09T01:00:00Z',
      run: 'hr.people.20260310T010000Z',
    },
    {
      job: 'hr/salaries',
      kind: 'job',
      health: 'paused',
      cause: 'paused by grace',
      detail: hostileText,
      fix: 'lakeferry unpause hr/salaries',
      since: '2026-03-09T01:00:00Z',
    },
    {
      job: 'sales/customers',
      kind: 'job',
      health: 'failing',
      cause: 'DMS suspended the table',
      detail: `sales.${hostileName}: Table error: ${hostileText}`,
      fix: expect.stringContaining(`lakeferry retry ${world.failedRun}`),
      since: '2026-03-10T01:00:00Z',
      run: world.failedRun,
    },
  ]);
});

test('a job whose CDC task is down is failing, in its problem and in the list', async () => {
  const { client, world } = await open();
  const down = replication({ forJob: 'sales/orders-daily', alerts: { down: '2026-03-10T07:00:00Z' } });
  world.environment.history.replications = async () => [down];
  const { jobs, problems } = await (await client.today.$get()).json();
  expect(jobs.find(({ job }) => job === 'sales/orders-daily')?.health).toBe('failing');
  expect(problems).toContainEqual(
    expect.objectContaining({ job: 'sales/orders-daily', fix: 'lakeferry resume sales/orders-daily' }),
  );
});

test('the last 14 runs of a job are listed, newest first', async () => {
  const { client } = await open();
  const param = { department: 'sales', job: 'customers' };
  const runs = await (await client.jobs[':department'][':job'].runs.$get({ param })).json();
  expect(runs).toHaveLength(14);
  expect(runs[0]).toMatchObject({ state: 'failed', rows: 120 });
});

test('a job is fresh from its repair on, also before a poll has ended its trouble', async () => {
  const { client, world } = await open();
  const customers = async () =>
    (await (await client.today.$get()).json()).jobs.find(({ job }) => job === 'sales/customers');
  expect((await customers())?.health).toBe('failing');
  const anHourLater = -1 / 24;
  await world.closed('sales/customers', anHourLater, 'succeeded', [], 500);
  expect((await customers())?.health).toBe('fresh');
  expect((await world.environment.history.jobState('sales/customers'))?.trouble).toBeDefined();
});

test('a failed run has its findings explained, its tables by urgency, and the actions it allows', async () => {
  const { client, world } = await open();
  const page = await (await client.runs[':run'].$get({ param: { run: world.failedRun } })).json();
  expect(page.findings).toEqual([
    expect.objectContaining({
      code: 'table-error',
      cause: 'DMS suspended the table',
      config: 'allow-table-errors',
    }),
  ]);
  expect(page.tables.map(({ table, state }) => [table, state])).toEqual([
    [hostileName, 'error'],
    ['items', 'done'],
  ]);
  expect(page.refused).toEqual({ cancel: `${world.failedRun} is over` });
});

test('a run in flight has progress and speed per table, as its record has them', async () => {
  const { client, world } = await open();
  const page = await (await client.runs[':run'].$get({ param: { run: world.openRun } })).json();
  expect(page.summary).toMatchObject({ state: 'open', percent: 40 });
  expect(page.tables.map(({ table, state }) => [table, state])).toEqual([
    ['items', 'loading'],
    ['lines', 'queued'],
    ['orders', 'done'],
  ]);
  const [items] = page.tables;
  expect(items).toMatchObject({ rows: 700, seconds: 140, rowsPerSecond: 5, rowsBefore: 900, percent: 77 });
  expect(items?.isRecent).toBeUndefined();
  expect(page.refused).toEqual({ retry: `${world.openRun} is still open` });
});

test('the speed of a table is that between the last two polls, once two are known', async () => {
  const { client, world } = await open();
  const { history } = world.environment;
  const items = async () => {
    const page = await (await client.runs[':run'].$get({ param: { run: world.openRun } })).json();
    return page.tables.find(({ table }) => table === 'items');
  };
  const poll = async (at: string, rows: number): Promise<void> => {
    const run = await history.run(world.openRun);
    if (run?.progress === undefined) throw new Error('the run makes no progress');
    await history.recordProgress(run.run, { ...run.progress, at });
    const table = { schema: 'sales', table: 'items', state: 'Full load', rows, errorRows: 0 };
    await history.recordTableProgress(run, [{ ...table, startedAt: '2026-03-10T07:57:40.000Z' }]);
  };
  await poll('2026-03-10T08:00:00.000Z', 700);
  expect(await items()).toMatchObject({ rows: 700, rowsPerSecond: 5 });
  await poll('2026-03-10T08:01:00.000Z', 820);
  expect(await items()).toMatchObject({ rows: 820, rowsPerSecond: 2, isRecent: true });
  await poll('2026-03-10T08:02:00.000Z', 820);
  expect(await items()).toMatchObject({ rowsPerSecond: 1, isRecent: true });
});

describe('the path of a run', () => {
  const untilLoad = ['OpenRun', 'CheckSource', 'CreateTask', 'AwaitTaskReady', 'StartTask', 'AwaitFullLoad'];
  it('is that of its execution, with the time in each step; decisions are left out', async () => {
    const { client, world } = await open();
    const { path } = await (await client.runs[':run'].path.$get({ param: { run: world.failedRun } })).json();
    expect(path?.from).toBe('execution');
    expect(path?.visits.map(({ step }) => step)).toEqual([
      ...untilLoad,
      'JudgeRun',
      'DeleteTask',
      'CloseRun',
      'RunFailed',
    ]);
    expect(path?.visits.at(-1)).toMatchObject({ error: 'RunFailed', until: expect.any(String) });
    expect(path?.ways).toContainEqual({ from: 'JudgeRun', to: 'PublishSnapshot', afterError: false });
    expect(path?.ways).toContainEqual({ from: 'OpenRun', to: 'CloseRun', afterError: true });
    const names = new Set(path?.steps.map(({ name }) => name));
    expect(path?.ways.filter(({ from, to }) => !names.has(from) || !names.has(to))).toEqual([]);
  });

  it('follows from the milestones of the record where the execution has no events', async () => {
    const { client, world } = await open();
    const { path } = await (await client.runs[':run'].path.$get({ param: { run: world.openRun } })).json();
    expect(path?.from).toBe('record');
    expect(path?.visits.map(({ step }) => step)).toEqual(untilLoad);
    expect(path?.visits.at(-1)?.until).toBeUndefined();
  });
});

test('a night has coming runs of deployed jobs', async () => {
  const { client } = await open();
  const { entries } = await (await client.night.$get()).json();
  const next = entries.find(({ job, state }) => job === 'sales/orders-daily' && state === 'planned');
  expect(next?.at).toBe('2026-03-11T01:00:00Z');
});
