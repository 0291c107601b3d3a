import type { SimulatedSource } from '@lakeferry/local-cloud/dms';
import { randomOf } from '../../simulation/random';
import { createWorld } from '../../simulation/world/create-world';
import { authorize, platformOf } from '../../simulation/world/permissions/authorize';
import type { Intercept } from '../../simulation/world/seam/call';
import type { World } from '../../simulation/world/world';
import { sampleDepartment, sampleJob, samplePlan, sampleSource } from '../helpers/runs/plan';

const start = new Date('2026-03-01T00:00:00Z');
const hour = 3_600_000;

function source(): SimulatedSource {
  const table = (name: string, rows: number) => ({
    schema: 'sales',
    table: name,
    rows,
    loadSeconds: rows / 10,
    changesPerMinute: 5,
  });
  return { tables: [table('orders', 1200), table('order_items', 3000)] };
}

const everyHour = { expression: 'cron(5 * * * ? *)', timeZone: 'UTC' };
const plan = samplePlan({
  sources: [sampleSource()],
  departments: [
    sampleDepartment({
      jobs: [
        sampleJob(
          { department: 'sales', job: 'orders', tables: ['orders', 'order_items'] },
          { schedule: everyHour },
        ),
      ],
    }),
  ],
});

async function worldOf(seed: number, intercept: Intercept = () => undefined): Promise<World> {
  return createWorld({ random: randomOf(seed), start, plan, sources: { 'sales-db': source() }, intercept });
}

async function outcomes(world: World): Promise<readonly (string | undefined)[]> {
  const runs = await world.history.runsOfJob('sales/orders', { limit: 100, now: world.clock.now() });
  return runs.map(({ verdict }) => verdict?.outcome);
}

test('runs a job each hour, and every run succeeds', async () => {
  const world = await worldOf(1);
  await world.runUntil(new Date(start.getTime() + 4 * hour));
  await world.stop();
  expect(await outcomes(world)).toEqual(['succeeded', 'succeeded', 'succeeded', 'succeeded']);
  expect(world.errors).toEqual([]);
  expect(world.refusals).toEqual([]);
  expect(
    world.services.s3.find(world.names.lakeBucket, 'sales/orders/_lakeferry/current.json'),
  ).toBeDefined();
});

test('two worlds of a seed write the same log, and those of two seeds do not', async () => {
  const logs = [];
  for (const seed of [7, 7, 8]) {
    const world = await worldOf(seed);
    await world.runUntil(new Date(start.getTime() + 2 * hour));
    await world.stop();
    logs.push(world.log.lines);
  }
  const [first, second, other] = logs;
  expect(second).toEqual(first);
  expect(other).not.toEqual(first);
});

test('a function may do what the template grants its role, and nothing else', async () => {
  const world = await worldOf(1);
  const mayDescribe = (name: string): void =>
    authorize(platformOf(plan, randomOf(1)), world.services, name, 'dms', 'DescribeReplicationTasks', {});
  expect(() => mayDescribe('poll-tasks')).not.toThrow();
  expect(() => mayDescribe('open-run')).toThrow(/not authorized to perform: dms:DescribeReplicationTasks/);
  await world.stop();
});

test('an invocation that dies gets no more responses, and its run still succeeds', async () => {
  let deaths = 0;
  const world = await worldOf(3, ({ by, operation }) => {
    if (by !== 'create-task' || operation !== 'CreateReplicationTask' || deaths > 0) return undefined;
    deaths += 1;
    return { death: 'after' };
  });
  await world.runUntil(new Date(start.getTime() + hour));
  await world.stop();
  expect(deaths).toBe(1);
  expect(world.log.lines.join('\n')).toMatch(/create-task#\d+ ends: Runtime.ExitError/);
  expect(await outcomes(world)).toEqual(['succeeded']);
});

test('the SDK repeats a request whose response is lost', async () => {
  const places: number[] = [];
  const world = await worldOf(4, ({ by, operation, attempt }) => {
    if (by !== 'open-run' || operation !== 'PutItem') return undefined;
    places.push(attempt);
    return attempt === 1 ? { lose: { name: 'TimeoutError' } } : undefined;
  });
  await world.runUntil(new Date(start.getTime() + hour));
  await world.stop();
  expect(places).toContain(2);
  expect(await outcomes(world)).toEqual(['succeeded']);
});

const changesPlan = samplePlan({
  sources: [sampleSource()],
  departments: [
    sampleDepartment({
      jobs: [
        sampleJob(
          { department: 'sales', job: 'clicks', tables: ['clicks'] },
          {
            mode: 'full-load-and-cdc',
            schedule: { expression: 'cron(5 0 * * ? *)', timeZone: 'UTC' },
            replication: { startFrom: { kind: 'now' }, maxLatencySeconds: 900, resumeLimit: 3 },
            targetSettings: { DataFormat: 'parquet', CdcMaxBatchInterval: 300 },
          },
        ),
      ],
    }),
  ],
});

test('a CDC job loads its table, follows changes, and its files are copied to the lake', async () => {
  const clicks = { schema: 'sales', table: 'clicks', rows: 500, loadSeconds: 30, changesPerMinute: 4 };
  const world = await createWorld({
    random: randomOf(1),
    start,
    plan: changesPlan,
    sources: { 'sales-db': { tables: [clicks] } },
    arrivals: true,
  });
  await world.runUntil(new Date(start.getTime() + 2 * hour));
  const { s3, dms } = world.services;
  const { stagingBucket, lakeBucket } = world.names;
  const staged = s3.under(stagingBucket, 'sales/clicks/');
  expect(staged.length).toBeGreaterThan(20);
  expect(s3.under(lakeBucket, 'sales/clicks/').map(({ etag }) => etag)).toHaveLength(staged.length);
  expect(dms.tasks()).toMatchObject([{ status: 'running', migrationType: 'full-load-and-cdc' }]);
  const [run] = await world.history.runsOfJob('sales/clicks', { limit: 1, now: world.clock.now() });
  expect(run?.verdict?.outcome).toBe('succeeded');
  expect(world.errors).toEqual([]);
  expect(world.refusals).toEqual([]);
  await world.stop();
});

test('a task whose source is lost stays running during its retries, and continues', async () => {
  const source: { problem?: string | undefined } & SimulatedSource = {
    tables: [{ schema: 'sales', table: 'clicks', rows: 5, loadSeconds: 5, changesPerMinute: 60 }],
  };
  const world = await createWorld({
    random: randomOf(2),
    start,
    plan: changesPlan,
    sources: { 'sales-db': source },
  });
  await world.runUntil(new Date(start.getTime() + hour));
  const before = world.services.s3.under(world.names.stagingBucket, '').length;
  source.problem = 'Connection refused';
  await world.runUntil(new Date(start.getTime() + hour + 60_000));
  expect(world.services.dms.tasks()).toMatchObject([{ status: 'running' }]);
  source.problem = undefined;
  await world.runUntil(new Date(start.getTime() + 2 * hour));
  expect(world.services.dms.tasks()).toMatchObject([{ status: 'running' }]);
  expect(world.services.s3.under(world.names.stagingBucket, '').length).toBeGreaterThan(before);
  await world.stop();
});
