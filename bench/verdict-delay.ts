import type { SimulatedSource } from '@lakeferry/local-cloud/dms';
import { loadConfig } from '../core/config/load-config';
import { planMigrations } from '../core/planning/plan-migrations';
import { randomOf } from '../simulation/random';
import { createWorld } from '../simulation/world/create-world';
import { type Bench, type Measurement, median } from './measurement';
import { manyDepartments } from './sizes/many-departments';

const start = new Date('2026-03-01T00:00:00Z');
const day = 86_400_000;
const nights = 30;

/** Time from the end of a load in DMS to its verdict in the history. */
export const verdictDelay: Bench = {
  name: 'delay of the verdict',
  async measure() {
    const delivered = await delays('delivered');
    const lost = await delays('lost');
    return [...figures('with events', delivered, 2), ...figures('without events', lost, 61)];
  },
};

/** Seconds of each night. Loads end at different seconds of the minute. */
async function delays(events: 'delivered' | 'lost'): Promise<readonly number[]> {
  const loaded = loadConfig(manyDepartments({ departments: 1, tablesEach: 4 }), start);
  if (!loaded.ok) throw new Error('the generated configuration is invalid');
  const plan = planMigrations(loaded.config, 'dev');
  const sources: Record<string, SimulatedSource> = {};
  const world = await createWorld({
    random: randomOf(1),
    start,
    plan,
    sources,
    event: ({ source }) => (source === 'aws.dms' && events === 'lost' ? 'lose' : undefined),
  });
  const found: number[] = [];
  for (let night = 0; night < nights; night += 1) {
    sources['sales-db'] = sourceWith(60 + night * 7);
    const before = world.taskChanges.length;
    await world.runUntil(new Date(start.getTime() + (night + 1) * day));
    const end = world.taskChanges.slice(before).find(({ event }) => event === 'STOPPED');
    const [run] = await world.history.runsOfJob('dept-0/nightly', { limit: 1, now: world.clock.now() });
    const judged = run?.phases.judged;
    if (end === undefined || judged === undefined) throw new Error(`night ${night} has no verdict`);
    found.push((Date.parse(judged) - end.at) / 1000);
  }
  await world.stop();
  return found;
}

function sourceWith(loadSeconds: number): SimulatedSource {
  const tables = Array.from({ length: 4 }, (_, nth) => ({
    schema: 'app_0',
    table: `table_${nth}`,
    rows: 1000,
    loadSeconds,
    changesPerMinute: 0,
  }));
  return { tables };
}

function figures(name: string, seconds: readonly number[], atMost: number): readonly Measurement[] {
  const how = `${nights} loads in a simulated environment, in which a request takes 4 to 30 ms, and events and starts of functions no time; from the task's end in DMS to the time of the verdict`;
  return [
    {
      name: `seconds to the verdict, ${name}, longest`,
      value: Math.max(...seconds),
      unit: 's',
      aim: { atMost },
      how,
    },
    { name: `seconds to the verdict, ${name}, median`, value: median(seconds), unit: 's', how },
  ];
}
