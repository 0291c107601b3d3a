import type { SimulatedSource } from '@lakeferry/local-cloud/dms';
import { randomOf } from '../../simulation/random';
import { createWorld } from '../../simulation/world/create-world';
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

async function worldOf(seed: number): Promise<World> {
  return createWorld({ random: randomOf(seed), start, plan, sources: { 'sales-db': source() } });
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
