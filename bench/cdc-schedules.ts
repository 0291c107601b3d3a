import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalCloud, startLocalCloud } from '@lakeferry/local-cloud';
import { DrivenClock } from '@lakeferry/local-cloud/clock';
import { startPostgres } from '@lakeferry/local-cloud/postgres';
import { jobIdentity } from '../core/planning/job-identity';
import { createDemoDatabase } from '../demo/database/create-demo-database';
import { scheduleGroupName } from '../infra/names';
import type { Bench } from './measurement';
import { synthesize } from './synth';

const department = 'live';
const names = Array.from({ length: 10 }, (_, index) => `orders-${index}`);
const times = 1_000;
const minute = 60_000;
const hour = 60 * minute;

/**
 * Ten CDC jobs whose schedules fire repeatedly: each keeps its one task
 * (docs/pitfalls.md#second-start-of-a-cdc-job).
 */
export const cdcSchedules: Bench = {
  name: 'ten CDC schedules, fired repeatedly',
  async measure() {
    const folder = mkdtempSync(join(tmpdir(), 'lakeferry-bench-schedules-'));
    const postgres = await startPostgres();
    const clock = new DrivenClock(new Date('2026-03-02T10:00:00Z'));
    let cloud: LocalCloud | undefined;
    try {
      await createDemoDatabase(postgres, 0.01);
      const config = join(folder, 'config');
      cpSync(join(__dirname, '..', 'config'), config, { recursive: true });
      writeFileSync(join(config, 'departments', `${department}.yaml`), departmentFile());
      synthesize('local', join(folder, 'assembly'), config);
      // Ten runs at once need all cores of this machine.
      cloud = await startLocalCloud({ assembly: join(folder, 'assembly'), clock, workersPerFunction: 2 });
      const { host, port, user: username, password } = postgres;
      cloud.secrets.put('lakeferry/sales-db', JSON.stringify({ username, password, host, port }));
      const start = performance.now();
      for (let time = 0; time < times; time += 1) {
        if (time % 100 === 0) process.stderr.write(`fired ${time} of ${times} times\n`);
        await fireAll(cloud, clock);
      }
      return figures(cloud, (performance.now() - start) / 1_000);
    } finally {
      await cloud?.stop();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function fireAll(cloud: LocalCloud, clock: DrivenClock): Promise<void> {
  const { scheduler, stepFunctions } = cloud;
  // A moment is one run, however often it fires. So the clock moves, and the poll with it.
  await clock.advance(minute);
  await Promise.all(
    names.map((name) =>
      scheduler.fireNow(jobIdentity('local', department, name).slug, scheduleGroupName('local')),
    ),
  );
  await clock.advanceUntil(() => stepFunctions.running().length === 0, hour);
}

function figures(cloud: LocalCloud, seconds: number) {
  const how = `the synthesized template in the local cloud on a driven clock, ${names.length} schedules fired ${times} times each`;
  const memory = process.resourceUsage().maxRSS / 1024;
  const created = cloud.calls.count('dms:CreateReplicationTask');
  const ran = cloud.calls.count('dms:StartReplicationTask');
  return [
    { name: 'runs of CDC schedules', value: names.length * times, unit: 'runs', how },
    {
      name: 'tasks created in total',
      value: created,
      unit: 'tasks',
      aim: { atMost: names.length },
      how: `calls of CreateReplicationTask; ${how}`,
    },
    {
      name: 'starts and resumes in total',
      value: ran,
      unit: 'calls',
      aim: { atMost: names.length },
      how: `calls of StartReplicationTask: a running task is left alone; ${how}`,
    },
    {
      name: 'peak memory',
      value: memory,
      unit: 'MiB',
      aim: { atMost: 1_024 },
      how: `resident set of the process, with the cloud and all functions; ${how}`,
    },
    {
      name: 'AWS calls per run',
      value:
        Object.values(cloud.calls.totals()).reduce((sum, count) => sum + count, 0) / (names.length * times),
      unit: 'calls',
      how: `all calls through the gateway, with one poll of the ten jobs per ten runs; ${how}`,
    },
    {
      name: 'time of a run that finds its task running',
      value: (seconds / (names.length * times)) * 1_000,
      unit: 'ms',
      how: `${how}; everything included, ten at once`,
    },
  ];
}

function departmentFile(): string {
  const jobs = names.map(
    (name) => `  - {name: ${name}, mode: cdc, schedule: rate(1 days), tables: [sales.orders]}`,
  );
  return [
    `department: ${department}`,
    'owner: live@example.com',
    'source: sales-db',
    'target: lake',
    'jobs:',
    ...jobs,
    '',
  ].join('\n');
}
