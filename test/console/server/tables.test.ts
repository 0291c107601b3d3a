import { testClient } from 'hono/testing';
import { createActions } from '../../../console/server/actions';
import { createReader } from '../../../console/server/create-app';
import { ConsoleWorld, hostileName, hostileText } from '../../helpers/console/console-world';

const param = { department: 'sales', job: 'orders-daily' };
const orders = { param, query: { schema: 'sales', table: 'orders' } };

async function open(over: Partial<ConsoleWorld['ports']> = {}) {
  const world = await new ConsoleWorld().fill();
  const ports = { ...world.ports, ...over };
  const reader = createReader(ports, false);
  reader.onError((error, context) => {
    const { status, ...text } = ports.textOf(error);
    return context.json(text, status);
  });
  const jobs = testClient(reader).jobs[':department'][':job'];
  const actions = testClient(createActions(ports)).jobs[':department'][':job'];
  return { world, jobs, actions };
}

test('the tables of a job are those of its last source check and its newest run, with what changed', async () => {
  const { jobs } = await open();
  const { run, tables } = await (await jobs.tables.$get({ param })).json();
  expect(run?.run).toBe('sales.orders-daily.20260310T010000Z');
  expect(tables).toEqual([
    {
      schema: 'sales',
      table: 'items',
      columns: 1,
      hasKey: true,
      rows: 20_000,
      state: 'Table completed',
      drift: 0,
    },
    {
      schema: 'sales',
      table: 'orders',
      columns: 3,
      hasKey: true,
      rows: 0,
      state: 'Table completed',
      drift: 2,
    },
  ]);
});

test('the tables of a running job are those that its polls saw', async () => {
  const { jobs } = await open();
  const invoices = { department: 'sales', job: 'invoices' };
  const { tables } = await (await jobs.tables.$get({ param: invoices })).json();
  expect(tables.map(({ table, rows }) => [table, rows])).toEqual([
    ['items', 700],
    ['lines', 0],
    ['orders', 900],
  ]);
});

test('a table has its types from the source to the lake, its changes and its row counts', async () => {
  const { jobs } = await open();
  const page = await (await jobs.table.$get(orders)).json();
  expect(page).toMatchObject({ primaryKey: ['id'], plan: { publishes: 'snapshot', drift: 'warn' } });
  expect(
    page.columns.map(({ source, lake }) => [source?.name, source?.type, lake?.name, lake?.type]),
  ).toEqual([
    ['id', 'integer', 'id', 'int'],
    ['note', 'text', 'note', 'string'],
    ['total', 'numeric', 'total', 'decimal(14,2)'],
  ]);
  expect(page.drift).toEqual([
    { column: 'note', found: 'the column is new: text' },
    {
      column: 'total',
      found: 'the column was numeric(10,2) and is numeric(14,2) now',
      isRetyped: true,
    },
  ]);
  expect(page.runs).toHaveLength(14);
  expect(page.runs[0]).toEqual({
    run: 'sales.orders-daily.20260310T010000Z',
    openedAt: '2026-03-10T01:00:00.000Z',
    state: 'succeeded',
    rows: 0,
    errorRows: 0,
    tableState: 'Table completed',
  });
});

test('a table with a hostile name is found by it, and one that the job does not have is not found', async () => {
  const { jobs } = await open();
  const customers = { department: 'sales', job: 'customers' };
  const hostile = await jobs.table.$get({
    param: customers,
    query: { schema: 'sales', table: hostileName },
  });
  const page = await hostile.json();
  expect(page.runs.filter(({ rows }) => rows !== undefined)).toEqual([
    expect.objectContaining({ state: 'failed', rows: 3, errorRows: 1 }),
  ]);
  const missing = { param: customers, query: { schema: 'sales', table: 'order' } };
  const answer = await jobs.table.$get(missing);
  expect([answer.status, await answer.text()]).toEqual([
    404,
    expect.stringContaining('is not a table of the job'),
  ]);
});

test('a job whose plan cannot be read has the columns of its source, and the reason', async () => {
  const { jobs } = await open({ plans: { job: () => Promise.reject(new Error('no plan')) } });
  const page = await (await jobs.table.$get(orders)).json();
  expect(page.plan).toBeUndefined();
  expect(page.columns.map(({ lake }) => lake)).toEqual([undefined, undefined, undefined]);
  expect(page.unread).toContain('no plan');
});

test('readers have the types of the current snapshot', async () => {
  const { jobs } = await open();
  const { found } = await (await jobs.lake.$get(orders)).json();
  expect(found).toMatchObject({
    from: 'snapshot',
    columns: [
      { name: 'id', type: 'bigint' },
      { name: 'note', type: 'string' },
    ],
    rows: 2,
    files: 1,
  });
});

describe('a preview', () => {
  it('has rows of the lake as text', async () => {
    const { jobs } = await open();
    expect(await (await jobs.preview.$get(orders)).json()).toEqual({
      of: 'rows',
      files: 1,
      filesRead: 1,
      columns: ['id', 'note'],
      rows: [
        ['1', hostileText],
        ['2', hostileName],
      ],
    });
  });

  it('is refused where the console was not started with --preview, before anything is read', async () => {
    const { world, jobs } = await open({ mayPreview: false });
    world.lakeFiles.objects.clear();
    const answer = await jobs.preview.$get(orders);
    expect(JSON.parse(await answer.text())).toMatchObject({
      code: 'preview-off',
      fix: 'start it with lakeferry console --preview',
    });
  });
});

describe('a rollback', () => {
  it('moves readers to the named snapshot, and the history says who did it', async () => {
    const { world, jobs, actions } = await open();
    const { snapshots } = await (await jobs.snapshots.$get({ param })).json();
    expect(snapshots.map(({ snapshot, current }) => [snapshot, current])).toEqual([
      ['20260310T010000Z', true],
      ['20260309T010000Z', false],
    ]);
    const moved = await (await actions.rollback.$post({ param, json: { to: '20260309T010000Z' } })).json();
    expect(moved).toMatchObject({ from: '20260310T010000Z', to: '20260309T010000Z', by: 'ada@laptop' });
    const after = await (await jobs.snapshots.$get({ param })).json();
    expect(after.snapshots.map(({ current }) => current)).toEqual([false, true]);
    expect(after.pointer?.rolledBack).toMatchObject({ from: '20260310T010000Z', by: 'ada@laptop' });
    expect(await (await jobs.preview.$get(orders)).json()).toMatchObject({ rows: [['1', 'first']] });
    const [event] = await world.environment.history.events('sales/orders-daily', 1);
    expect(event).toMatchObject({ kind: 'snapshot-rolled-back' });
  });

  it('needs the name of a snapshot', async () => {
    const { actions } = await open();
    const json = JSON.parse('{}') as { readonly to: string };
    expect((await actions.rollback.$post({ param, json })).status).toBe(400);
  });
});
