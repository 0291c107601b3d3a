import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalCloud, startLocalCloud } from '@lakeferry/local-cloud';
import { DrivenClock } from '@lakeferry/local-cloud/clock';
import { type PostgresServer, startPostgres } from '@lakeferry/local-cloud/postgres';
import { jobIdentity } from '../core/planning/job-identity';
import { createDemoDatabase } from '../demo/database/create-demo-database';
import { scheduleGroupName } from '../infra/names';
import { callsOf, type FunctionCalls, operations, sum } from './function-calls';
import type { Bench, Measurement } from './measurement';
import { synthesize } from './synth';

const { slug } = jobIdentity('local', 'hr', 'people-nightly');
const hour = 3600_000;
const minute = 60_000;
const ownFunctions = [
  'open-run',
  'create-task',
  'start-task',
  'judge-run',
  'publish-snapshot',
  'delete-task',
  'close-run',
  'copy-to-lake',
];

interface Costs {
  readonly transitions: number;
  readonly minutes: number;
  /** Calls of functions for the run alone, without the poll and the hourly check of slots, which serve all jobs. */
  readonly own: readonly FunctionCalls[];
  readonly polls: readonly FunctionCalls[];
}

/** The whole template in the local cloud, with a slow load, on a driven clock. */
export const runCosts: Bench = {
  name: 'costs of a run by its length',
  async measure() {
    const folder = mkdtempSync(join(tmpdir(), 'lakeferry-bench-costs-'));
    const postgres = await startPostgres();
    try {
      await createDemoDatabase(postgres, 0.01);
      const config = join(folder, 'config');
      cpSync(join(__dirname, '..', 'config'), config, { recursive: true });
      const file = join(config, 'departments', 'hr.yaml');
      // The sample's own limit is below ten hours.
      writeFileSync(file, readFileSync(file, 'utf8').replace(/max-duration: .*/, 'max-duration: 24h'));
      const assembly = join(folder, 'assembly');
      synthesize('local', assembly, config);
      const short = await costsOf(assembly, postgres, 10 * minute);
      const long = await costsOf(assembly, postgres, 10 * hour);
      return [...figures('10 minutes', short), ...pollsOfRun(short, long), ...differences(short, long)];
    } finally {
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function costsOf(assembly: string, postgres: PostgresServer, lasting: number): Promise<Costs> {
  const clock = new DrivenClock(new Date('2026-03-02T10:00:00Z'));
  const cloud = await startLocalCloud({ assembly, clock });
  try {
    const { host, port, user: username, password } = postgres;
    for (const name of ['lakeferry/hr-db', 'lakeferry/sales-db'])
      cloud.secrets.put(name, JSON.stringify({ username, password, host, port }));
    // A first run tests the connections, and it depends on chance if a later one waits for a test.
    await run(cloud, clock, hour);
    cloud.dms.script.slow({ table: 'HR.EMPLOYEES', secondsPerTable: lasting / 1000 });
    cloud.calls.clear();
    const started = clock.now().getTime();
    const executionArn = await fire(cloud, clock);
    await clock.advanceUntil(() => cloud.calls.count('dms:CreateReplicationTask') > 0, hour);
    // Later, CheckSource runs only as the hourly check of slots.
    const checks = callsOf(cloud, 'check-source');
    await end(cloud, clock, lasting + hour);
    const lasted = clock.now().getTime() - started;
    if (lasted < lasting)
      throw new Error(`the run lasted ${lasted / minute} minutes instead of ${lasting / minute}`);
    const others = ownFunctions.flatMap((name) => callsOf(cloud, name));
    return {
      transitions: cloud.stepFunctions.transitions(executionArn),
      minutes: lasting / minute,
      own: [...checks, ...others],
      polls: callsOf(cloud, 'poll-tasks'),
    };
  } finally {
    await cloud.stop();
  }
}

async function run(cloud: LocalCloud, clock: DrivenClock, limit: number): Promise<void> {
  await fire(cloud, clock);
  await end(cloud, clock, limit);
}

/** Fires the job's schedule. Returns the ARN of the execution. */
async function fire(cloud: LocalCloud, clock: DrivenClock): Promise<string> {
  await cloud.scheduler.fireNow(slug, scheduleGroupName('local'));
  await clock.advanceUntil(() => cloud.stepFunctions.running().length > 0, minute);
  return cloud.stepFunctions.running()[0] ?? '';
}

async function end(cloud: LocalCloud, clock: DrivenClock, limit: number): Promise<void> {
  await clock.advanceUntil(() => cloud.stepFunctions.running().length === 0, limit);
}

function figures(lasting: string, costs: Costs): Measurement[] {
  const how = 'the synthesized template in the local cloud, five tables, one of them slow, on a driven clock';
  const { own, polls, minutes } = costs;
  const before = own.filter((one) => one.function !== 'publish-snapshot');
  const dms = before.filter(({ service }) => service === 'dms');
  const services = [...new Set(own.map(({ service }) => service))].sort();
  return [
    { name: `transitions of a run of ${lasting}`, value: costs.transitions, unit: 'transitions', how },
    {
      name: `DMS requests of a run of ${lasting}`,
      value: sum(dms),
      unit: 'requests',
      aim: { atMost: 8 },
      how: `${operations(dms)}; without polls, which serve all jobs`,
    },
    {
      name: `API calls of a run of ${lasting}, without publishing`,
      value: sum(before),
      unit: 'calls',
      aim: { atMost: 40 },
      how: `${how}; without polls and the hourly check of slots, which serve all jobs`,
    },
    ...services.map((service) => {
      const calls = own.filter((one) => one.service === service);
      return {
        name: `calls of ${service} of a run of ${lasting}`,
        value: sum(calls),
        unit: 'calls',
        how: operations(calls),
      };
    }),
    {
      name: `API calls of publishing a run of ${lasting}`,
      value: sum(own) - sum(before),
      unit: 'calls',
      how: `${how}, one CSV file per table, with a catalogue`,
    },
    {
      name: `DMS requests of polls during ${lasting}`,
      value: sum(polls.filter(({ service }) => service === 'dms')) / minutes,
      unit: 'requests/minute',
      how: 'one poll per minute for all runs together, one task in flight, with statistics',
    },
  ];
}

/** Calls that polls make for a run beside those of each minute: for its waits, and for events about its task. */
function pollsOfRun(short: Costs, long: Costs): Measurement[] {
  const of = (calls: (costs: Costs) => number): number => {
    const perMinute = (calls(long) - calls(short)) / (long.minutes - short.minutes);
    return Math.round(calls(short) - perMinute * short.minutes);
  };
  const how = 'all calls of polls during a run, minus those of the same number of quiet minutes';
  return [
    {
      name: 'DMS requests of polls for the waits and events of a run',
      value: of(({ polls }) => sum(polls.filter(({ service }) => service === 'dms'))),
      unit: 'requests',
      how,
    },
    {
      name: 'API calls of polls for the waits and events of a run',
      value: of(({ polls }) => sum(polls)),
      unit: 'calls',
      how,
    },
  ];
}

function differences(short: Costs, long: Costs): Measurement[] {
  const how = 'the figure of 10 hours minus that of 10 minutes';
  return [
    {
      name: 'transitions that a longer run adds',
      value: long.transitions - short.transitions,
      unit: 'transitions',
      aim: { atMost: 0 },
      how,
    },
    {
      name: 'API calls that a longer run adds',
      value: sum(long.own) - sum(short.own),
      unit: 'calls',
      aim: { atMost: 0 },
      how,
    },
  ];
}
