import { testClient } from 'hono/testing';
import { createReader } from '../../../console/server/create-app';
import { actionHeader } from '../../../console/server/security/guard';
import { type RunningConsole, startServer } from '../../../console/server/start-server';
import { hostileName, hostileText } from '../../helpers/console/console-world';
import { send, signIn } from '../../helpers/console/http';
import { arnOf, ReplicatingWorld } from '../../helpers/console/replicating-world';

const refusal = (action: string) =>
  Object.assign(new Error(`not authorized to perform: ${action}`), { name: 'AccessDeniedException' });

async function read() {
  const world = await new ReplicatingWorld().fill();
  return { world, client: testClient(createReader(world.ports, false)) };
}

async function pageOf(job: string, { client, world }: Awaited<ReturnType<typeof read>>) {
  const [department = '', name = ''] = job.split('/');
  const param = { department, job: name };
  return { page: await (await client.replications[':department'][':job'].$get({ param })).json(), world };
}

test('the list has each CDC job as last polled, those with problems first', async () => {
  const { client, world } = await read();
  const { jobs, problems } = await (await client.replications.$get()).json();
  expect(jobs.map(({ job, health, task }) => `${job} ${health} ${task}`)).toEqual([
    'hr/badges-live failing failed',
    'sales/stock-live failing running',
    'hr/absences-live paused stopped',
    'sales/orders-live fresh running',
  ]);
  expect(jobs.at(-1)).toMatchObject({
    behindSeconds: 5,
    maxLatencySeconds: 900,
    operationsPerMinute: [21, 12, 3],
    checkpointAt: '2026-03-10T07:57:00.000Z',
    seenAt: '2026-03-10T08:00:00.000Z',
  });
  expect(jobs[1]?.faulty?.count).toBe(1);
  expect(problems.map(({ job, cause, fix }) => [job, cause, fix])).toEqual([
    [world.down, 'the task is failed, and was not resumed', `lakeferry resume ${world.down}`],
    [world.late, '1 table does not replicate', expect.stringContaining(`lakeferry reload ${world.late}`)],
    [world.stopped, 'stopped by grace@laptop', `lakeferry resume ${world.stopped}`],
  ]);
});

test('Today has the same words, and leads to the pages of CDC jobs', async () => {
  const { client, world } = await read();
  const { jobs, problems } = await (await client.today.$get()).json();
  const of = (job: string) => jobs.find((one) => one.job === job);
  expect(of(world.live)).toMatchObject({ health: 'fresh', isCdc: true });
  expect(of(world.stopped)).toMatchObject({ health: 'paused', isCdc: true });
  expect(of('sales/orders-daily')?.isCdc).toBeUndefined();
  expect(problems.filter(({ isCdc }) => isCdc).map(({ job }) => job)).toEqual([
    world.down,
    world.late,
    world.stopped,
  ]);
});

test('the page of a job has its state, tables, events and the reasons against actions', async () => {
  const { page, world } = await pageOf('sales/stock-live', await read());
  expect(page.facts).toMatchObject({
    task: 'running',
    behindSeconds: 1900,
    checkpoint: { checkpoint: expect.stringMatching(/^checkpoint:V1/) },
    record: { slot: { lagBytes: 48_000_000 } },
    faulty: { tables: [{ table: `sales.${hostileName}` }] },
  });
  expect(page.facts?.tables).toHaveLength(3);
  expect(page.facts?.series?.points.at(-1)?.operations).toHaveLength(3);
  expect(page.facts?.events.map(({ name, detail }) => [name, detail])).toEqual([
    ['tables with faults', hostileText],
    ['load complete', '3 tables'],
    ['task created', 'by a run'],
  ]);
  expect(page.refused).toEqual({
    start: expect.stringContaining(`${world.late} replicates already`),
    resume: expect.stringContaining(`${world.late} replicates already`),
  });
});

test.each([
  ['hr/absences-live', ['start', 'stop', 'reload']],
  ['hr/badges-live', ['start', 'reload']],
])('%s refuses %j', async (job, refused) => {
  const { page } = await pageOf(job, await read());
  expect(Object.keys(page.refused)).toEqual(refused);
});

test('a CDC job that never replicated can be started, and a full load has no such page', async () => {
  const opened = await read();
  const { client, world } = opened;
  const plans = world.ports.plans;
  const mode = 'cdc' as const;
  Object.assign(world.ports, {
    plans: {
      job: async (...address: Parameters<NonNullable<typeof plans>['job']>) => ({
        ...(await plans?.job(...address)),
        mode,
      }),
    },
  });
  const { page } = await pageOf('hr/contracts', { ...opened, client });
  expect(page).toMatchObject({ health: 'never ran', problems: [] });
  expect(page.facts).toBeUndefined();
  expect(Object.keys(page.refused).sort()).toEqual(['reload', 'resume', 'stop']);
  Object.assign(world.ports, { plans });
  const wrong = await createReader(world.ports, false)
    .onError((error, context) => context.text(String(world.ports.textOf(error).message), 409))
    .request('/replications/sales/customers');
  expect(await wrong.text()).toContain('is a full-load job');
});

describe('past lag', () => {
  const param = { department: 'sales', job: 'orders-live' };
  it('is from CloudWatch, over the time that is wanted', async () => {
    const { client } = await read();
    const route = client.replications[':department'][':job'].lag[':range'];
    const week = await (await route.$get({ param: { ...param, range: 'week' } })).json();
    expect(week).toMatchObject({
      from: '2026-03-03T08:00:00.000Z',
      until: '2026-03-10T08:00:00.000Z',
      source: 'CloudWatch',
    });
    expect(week.points.length).toBeGreaterThan(300);
    expect(week.points.every(({ seconds, sourceSeconds = 0 }) => seconds >= sourceSeconds)).toBe(true);
  });

  it('is that of polls where CloudWatch refuses, and says so', async () => {
    const { client, world } = await read();
    world.lags = () => Promise.reject(refusal('cloudwatch:GetMetricData'));
    const route = client.replications[':department'][':job'].lag[':range'];
    const day = await (await route.$get({ param: { ...param, range: 'day' } })).json();
    expect(day.source).toBe('polls');
    expect(day.points).toHaveLength(120);
    expect(day.problem).toMatchObject({
      code: 'refused-by-aws',
      message: expect.stringContaining('cloudwatch:GetMetricData'),
    });
  });
});

describe('an action', () => {
  let console: RunningConsole | undefined;
  afterEach(async () => {
    await console?.stop();
    console = undefined;
  });

  async function open(readOnly = false) {
    const world = await new ReplicatingWorld().fill();
    const running = await startServer(world.ports, { readOnly, pages: '', port: 0 });
    console = running;
    const headers = {
      cookie: await signIn(running.url),
      origin: `http://127.0.0.1:${running.port}`,
      'content-type': 'application/json',
      [actionHeader]: '1',
    };
    const act = async (job: string, action: string, body: unknown = {}) => {
      const path = `/api/replications/${job}/${action}`;
      const sent = { method: 'POST', headers, body: JSON.stringify(body) };
      const { status, text } = await send(running.port, path, sent);
      const answer: unknown = JSON.parse(text);
      return { status, answer };
    };
    return { world, act };
  }

  it('stops a task: its desired state, an event and the request to DMS', async () => {
    const { world, act } = await open();
    expect(await act(world.live, 'stop')).toMatchObject({ status: 200, answer: { status: 'stopping' } });
    expect(world.requests).toEqual([`stop ${arnOf(world.live)}`]);
    const { history } = world.environment;
    expect(await history.replication(world.live)).toMatchObject({
      desired: 'stopped',
      desiredBy: 'ada@laptop',
    });
    expect((await history.events(world.live, 1))[0]).toMatchObject({ kind: 'stop-ordered' });
  });

  it('resumes a task by a run of the person', async () => {
    const { world, act } = await open();
    expect(await act(world.down, 'resume')).toMatchObject({ status: 200, answer: { job: world.down } });
    expect(world.environment.started).toMatchObject([
      { job: world.down, trigger: { requestedBy: 'ada@laptop' } },
    ]);
  });

  it.each([
    ['resume', 'sales/orders-live', 'replicates already'],
    ['start', 'sales/orders-live', 'replicates already'],
    ['start', 'hr/badges-live', 'ran before'],
    ['stop', 'hr/absences-live', 'stopped'],
    ['reload', 'hr/badges-live', 'has failed'],
  ])('%s of %s is refused in the words of the command line', async (action, job, words) => {
    const { world, act } = await open();
    const { status, answer } = await act(job, action, { tables: 'all' });
    expect([status, answer]).toEqual([
      409,
      expect.objectContaining({ message: expect.stringContaining(words) }),
    ]);
    expect(world.requests).toEqual([]);
    expect(world.environment.started).toEqual([]);
  });

  it('reloads the named tables, or all where that is said', async () => {
    const { world, act } = await open();
    const arn = arnOf(world.late);
    expect(await act(world.late, 'reload', { tables: ['sales.orders'] })).toMatchObject({
      answer: { tables: ['sales.orders'] },
    });
    await act(world.late, 'reload', { tables: 'all' });
    expect(world.requests).toEqual([`reload ${arn} orders`, `reload ${arn} orders items ${hostileName}`]);
    for (const tables of [[], undefined, 'some'])
      expect(await act(world.late, 'reload', { tables })).toMatchObject({
        status: 400,
        answer: { code: 'wrong-use' },
      });
    expect(await act(world.late, 'reload', { tables: ['sales.nothing'] })).toMatchObject({ status: 404 });
    expect(world.requests).toHaveLength(2);
  });

  it('that AWS refuses is shown as refused', async () => {
    const { world, act } = await open();
    Object.assign(world.ports.dms ?? {}, {
      stopTask: () => Promise.reject(refusal('dms:StopReplicationTask')),
    });
    const { status, answer } = await act(world.live, 'stop');
    expect(status).toBe(403);
    expect(answer).toMatchObject({
      code: 'refused-by-aws',
      message: expect.stringContaining('dms:StopReplicationTask'),
    });
  });

  it('does not exist with --read-only', async () => {
    const { world, act } = await open(true);
    for (const action of ['start', 'resume', 'stop', 'reload'])
      expect(await act(world.live, action, { tables: 'all' })).toMatchObject({
        status: 403,
        answer: { code: 'read-only' },
      });
    expect(world.requests).toEqual([]);
  });
});
