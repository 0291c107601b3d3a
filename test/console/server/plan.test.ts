import { testClient } from 'hono/testing';
import { createReader } from '../../../console/server/create-app';
import { deployedFiles, invalidFiles } from '../../helpers/console/console-files';
import { ConsoleWorld, hostileText } from '../../helpers/console/console-world';

function open() {
  const world = new ConsoleWorld();
  const reader = createReader(world.ports, false).onError((error, context) => {
    const { status, ...text } = world.ports.textOf(error);
    return context.json(text, status);
  });
  return { world, client: testClient(reader) };
}

test('the plan has departments, jobs and loads as deployed', async () => {
  const { client } = open();
  const plan = await (await client.plan.$get()).json();
  expect(
    plan.departments.map(({ name, owner, jobs, deployedAt }) => [name, owner, jobs, deployedAt]),
  ).toEqual([
    ['hr', 'hr-data@example.com', 3, '2026-03-01T09:30:00Z'],
    ['sales', 'sales-data@example.com', 3, '2026-03-01T09:30:00Z'],
  ]);
  expect(plan.jobs.find(({ job }) => job === 'sales/customers')).toMatchObject({
    mode: 'full-load',
    format: 'parquet',
    schedule: { expression: 'cron(0 2 * * ? *)', timeZone: 'Europe/Vienna' },
    tables: 2,
    patterns: 0,
    filters: 1,
    excludedColumns: 2,
  });
  expect(plan.unread).toEqual([]);
});

test('a department whose plan cannot be read is named, and the others are shown', async () => {
  const { world, client } = open();
  const { calendar } = world.ports;
  if (calendar === undefined) throw new Error('the world has plans');
  const read = calendar.plans.department;
  Object.assign(calendar.plans, {
    department: (address: Parameters<typeof read>[0]) =>
      address.key === 'hr' ? Promise.reject(new Error('no such key')) : read(address),
  });
  const plan = await (await client.plan.$get()).json();
  expect(plan.departments.map(({ name }) => name)).toEqual(['sales']);
  expect(plan.unread).toEqual(['hr']);
});

test('the plan of a job has tables, settings and mappings, and no login', async () => {
  const { client } = open();
  const param = { department: 'sales', job: 'customers' };
  const page = await (await client.jobs[':department'][':job'].plan.$get({ param })).json();
  expect(page.tables).toEqual([
    {
      kind: 'table',
      schema: 'sales',
      table: 'customers',
      target: { schema: 'sales', table: 'clients' },
      where: [],
      without: ['email', 'phone'],
      loadOrders: [],
    },
    {
      kind: 'table',
      schema: 'sales',
      table: 'audit',
      where: [`note eq ${JSON.stringify(hostileText)}`],
      without: [],
      loadOrders: [],
    },
    { kind: 'excluded', schema: 'sales', table: 'tmp%', where: [], without: [], loadOrders: [] },
  ]);
  expect(page.taskSettings).toContainEqual({
    name: 'FullLoadSettings.MaxFullLoadSubTasks',
    value: '4',
    usual: '8',
  });
  expect(JSON.parse(page.tableMappings)).toMatchObject({ rules: expect.any(Array) });
  expect(JSON.stringify(page)).not.toContain('lakeferry/sales-db');
});

test('a job that is not deployed is not found', async () => {
  const { client } = open();
  const param = { department: 'sales', job: 'customer' };
  const answer = await client.jobs[':department'][':job'].plan.$get({ param });
  expect(answer.status).toBe(404);
  expect(await answer.text()).toContain('sales/customers');
});

describe('the files on disk', () => {
  const changesOf = async ({ client }: ReturnType<typeof open>) => {
    const changes = await (await client.plan.changes.$get()).json();
    return changes;
  };

  it('are compared with what is deployed, in the words of lakeferry diff', async () => {
    const changes = await changesOf(open());
    if (changes.kind !== 'valid') throw new Error(changes.kind);
    expect(changes.diff.deployed).toBe('all');
    const lines = changes.diff.items.flatMap(({ name, class: of, changes: all }) =>
      all.map(({ sign, text }) => `${name} ${of} ${sign} ${text}`),
    );
    expect(lines).toContain('sales/customers live + sales.customers: column phone leaves the source again');
    expect(lines).toContainEqual(
      expect.stringMatching(/^sales\/customers live \+ sales\.addresses: first load/),
    );
    expect(changes.diff.items).toContainEqual(
      expect.objectContaining({ what: 'job', name: 'sales/returns', change: 'added' }),
    );
  });

  it('that are as deployed have no changes', async () => {
    const opened = open();
    opened.world.files = deployedFiles(hostileText);
    expect(await changesOf(opened)).toMatchObject({ kind: 'valid', diff: { class: 'none', items: [] } });
  });

  it('that are invalid have all problems with place and fix', async () => {
    const opened = open();
    opened.world.files = invalidFiles(hostileText);
    const changes = await changesOf(opened);
    if (changes.kind !== 'invalid') throw new Error(changes.kind);
    expect(
      changes.problems.map(({ file, line, column, severity }) => [file, line, column, severity]),
    ).toEqual(expect.arrayContaining([['config/departments/hr.yaml', 2, 1, 'error']]));
    expect(changes.problems).toContainEqual(expect.objectContaining({ hint: 'did you mean "full-load"?' }));
  });

  it('that do not exist are reported as absent', async () => {
    const opened = open();
    opened.world.files = undefined;
    expect(await changesOf(opened)).toEqual({ kind: 'absent', folder: 'config' });
  });

  it('that do not have the environment are an error with the names that they have', async () => {
    const opened = open();
    const { environment } = opened.world;
    Object.assign(environment, { platform: { ...environment.platform, environment: 'prod' } });
    const answer = await opened.client.plan.changes.$get();
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('dev');
  });
});
