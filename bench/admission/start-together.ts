import { loadConfig } from '../../core/config/load-config';
import { defaultRequestsPerSecond } from '../../core/model/dms-requests';
import { planMigrations } from '../../core/planning/plan-migrations';
import type { Plan } from '../../core/planning/plan';
import type { RunRecord } from '../../core/runs/record/run-record';
import { randomOf } from '../../simulation/random';
import { createWorld } from '../../simulation/world/create-world';
import type { World } from '../../simulation/world/world';
import type { Bench, Measurement } from '../measurement';

const start = new Date('2026-03-01T00:00:00Z');
const limitMs = 2 * 3_600_000;
const table = { schema: 's', table: 't', rows: 100, loadSeconds: 20, changesPerMinute: 0 };

/** Jobs of one table that start in the same minute, in the simulated world: real state machine, functions and adapters. */
export const startTogether: Bench = {
  name: 'jobs that start together',
  async measure() {
    const measured: Measurement[] = [];
    for (const jobs of [50, 150, 500]) measured.push(...(await figuresOf(jobs)));
    return measured;
  },
};

async function figuresOf(jobs: number): Promise<readonly Measurement[]> {
  const began = performance.now();
  const world = await deployed(jobs);
  await world.runUntil(new Date(start.getTime() + limitMs), () => isOver(world, jobs));
  await world.stop();
  const runs = await world.history.recentRuns({ limit: jobs * 2, now: world.clock.now() });
  const failed = runs.filter(({ verdict }) => verdict?.outcome !== 'succeeded').length + jobs - runs.length;
  const { dmsRequests } = world;
  const ofRuns = dmsRequests.filter(({ by }) => by !== 'poll-tasks').length;
  const minutes = minutesOf(runs);
  const bound = dmsRequests.length / defaultRequestsPerSecond / 60;
  const throttled = dmsRequests.filter((request) => request.throttled).length;
  const seconds = Math.round((performance.now() - began) / 1000);
  const how = `${jobs} jobs with one schedule, on one instance without quotas, in ${seconds} s of this machine`;
  return [
    { name: `${jobs} jobs: failed runs`, value: failed, unit: 'runs', aim: { atMost: 0 }, how },
    {
      name: `${jobs} jobs: minutes until the last run has ended`,
      value: minutes,
      unit: 'min',
      ...(jobs === 500 ? { aim: { atMost: bound * 1.2 } } : {}),
      how: `the bound of the budget is ${bound.toFixed(1)} min: ${dmsRequests.length} requests, ${(ofRuns / jobs).toFixed(1)} per run besides the polls`,
    },
    { name: `${jobs} jobs: throttled requests`, value: throttled, unit: 'requests', aim: { atMost: 0 }, how },
  ];
}

/** World with the jobs, deployed in steps that the rate of DMS allows. */
async function deployed(jobs: number): Promise<World> {
  const plan = planOf(jobs);
  const first = { ...plan, departments: plan.departments.slice(0, 1) };
  const sources = { db: { tables: [table] } };
  const world = await createWorld({ random: randomOf(jobs), start, plan: first, sources });
  for (let departments = 2; departments <= plan.departments.length; departments += 1) {
    await world.runUntil(new Date(world.clock.milliseconds + 60_000));
    await world.redeploy({ ...plan, departments: plan.departments.slice(0, departments) });
  }
  return world;
}

function isOver({ items }: World, jobs: number): boolean {
  const runs = [...items].filter(([pk]) => pk.startsWith('RUN#'));
  return runs.length >= jobs && (items.get('FLIGHT')?.size ?? 0) === 0;
}

function minutesOf(runs: readonly RunRecord[]): number {
  const opened = Math.min(...runs.map(({ openedAt }) => Date.parse(openedAt)));
  const closed = Math.max(...runs.map(({ phases }) => Date.parse(phases.closed ?? phases.opened)));
  return (closed - opened) / 60_000;
}

/** Departments of 50 jobs, each with one table and the same schedule. */
function planOf(jobs: number): Plan {
  const departments = Array.from({ length: Math.ceil(jobs / 50) }, (_, index) => {
    const job = (nth: number): object => ({
      name: `job-${nth}`,
      mode: 'full-load',
      schedule: 'cron(30 0 * * ? *)',
      tables: ['s.t'],
    });
    const most = Math.min(50, jobs - index * 50);
    const name = `dept-${index}`;
    const text = {
      ...{ department: name, owner: `${name}@example.com`, source: 'db', target: 'lake' },
      jobs: Array.from({ length: most }, (_one, nth) => job(nth)),
    };
    return { path: `config/departments/${name}.yaml`, text: JSON.stringify(text) };
  });
  const environment = {
    environment: 'test',
    region: 'eu-west-1',
    network: { cidr: '10.1.0.0/16' },
    'replication-instance': {
      ...{ class: 'dms.r6i.large', 'storage-gib': 50, 'multi-az': false },
      'engine-version': '3.6.1',
    },
    quotas: { tasks: 2000, 'tasks-per-instance': 2000, endpoints: 3000, 'endpoints-per-instance': 3000 },
  };
  const connections = {
    sources: { db: { engine: 'postgres', database: 'd', secret: 'lakeferry/db' } },
    targets: { lake: { engine: 's3' } },
  };
  const files = [
    { path: 'config/connections.yaml', text: JSON.stringify(connections) },
    { path: 'config/environments/test.yaml', text: JSON.stringify(environment) },
    ...departments,
  ];
  const loaded = loadConfig(files, start);
  if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join('; '));
  return planMigrations(loaded.config, 'test');
}
