import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalCloud, startLocalCloud } from '@lakeferry/local-cloud';
import { DrivenClock } from '@lakeferry/local-cloud/clock';
import { type PostgresServer, startPostgres } from '@lakeferry/local-cloud/postgres';
import { jobIdentity } from '../core/planning/job-identity';
import { createDemoDatabase } from '../demo/database/create-demo-database';
import { functionPhysicalName, scheduleGroupName } from '../infra/names';
import type { Bench, Measurement } from './measurement';
import { synthesize } from './synth';

const { slug } = jobIdentity('local', 'hr', 'people-nightly');
const hour = 3600_000;
const minute = 60_000;

interface Costs {
  readonly transitions: number;
  /**
   * Calls of the run alone, without the poll and the hourly check of slots, which serve all jobs.
   */
  readonly ownCalls: number;
  /** DMS calls of the poll for each minute that the load lasted. */
  readonly pollDmsCallsPerMinute: number;
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
      return [...figures('10 minutes', short), ...figures('10 hours', long), ...differences(short, long)];
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
    const executionArn = await run(cloud, clock, lasting + hour);
    const lasted = clock.now().getTime() - started;
    if (lasted < lasting)
      throw new Error(`the run lasted ${lasted / minute} minutes instead of ${lasting / minute}`);
    const poller = roleOf(cloud, 'poll-tasks');
    // The job has no changes, so CheckSource runs here only as the hourly check of slots.
    const shared = [poller, roleOf(cloud, 'check-source')];
    const all = Object.entries(cloud.calls.totals());
    const sum = (calls: readonly number[]): number => calls.reduce((total, count) => total + count, 0);
    return {
      transitions: cloud.stepFunctions.transitions(executionArn),
      ownCalls: sum(
        all.map(([name, count]) => count - sum(shared.map((role) => cloud.calls.count(name, role)))),
      ),
      pollDmsCallsPerMinute:
        sum(
          all.filter(([name]) => name.startsWith('dms:')).map(([name]) => cloud.calls.count(name, poller)),
        ) /
        (lasting / minute),
    };
  } finally {
    await cloud.stop();
  }
}

/** Fires the job's schedule and drives the clock until its run is over. */
async function run(cloud: LocalCloud, clock: DrivenClock, limit: number): Promise<string> {
  await cloud.scheduler.fireNow(slug, scheduleGroupName('local'));
  await clock.advanceUntil(() => cloud.stepFunctions.running().length > 0, minute);
  const executionArn = cloud.stepFunctions.running()[0] ?? '';
  await clock.advanceUntil(() => cloud.stepFunctions.running().length === 0, limit);
  return executionArn;
}

function roleOf(cloud: LocalCloud, functionName: string): string {
  const name = functionPhysicalName('local', functionName);
  const definition = cloud.functions.definitions().find((one) => one.name === name);
  if (definition === undefined) throw new Error(`the template has no function ${name}`);
  return definition.roleArn.slice(definition.roleArn.lastIndexOf('/') + 1);
}

function figures(lasting: string, costs: Costs): Measurement[] {
  const how = 'the synthesized template in the local cloud, one slow table, on a driven clock';
  return [
    { name: `transitions of a run of ${lasting}`, value: costs.transitions, unit: 'transitions', how },
    {
      name: `API calls of a run of ${lasting}`,
      value: costs.ownCalls,
      unit: 'calls',
      how: `${how}; without those of the poll and the hourly check of slots, which serve all jobs`,
    },
    {
      name: `DMS calls of the poll during ${lasting}`,
      value: costs.pollDmsCallsPerMinute,
      unit: 'calls/minute',
      how: 'one poll per minute for all runs together, one task in flight, with statistics',
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
      value: long.ownCalls - short.ownCalls,
      unit: 'calls',
      aim: { atMost: 0 },
      how,
    },
  ];
}
