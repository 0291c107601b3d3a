import { loadConfig } from '../core/config/load-config';
import type { JobPlan } from '../core/planning/job-plan';
import { planMigrations } from '../core/planning/plan-migrations';
import { JobState } from '../core/runs/job/job-state';
import { Attempts } from '../functions/poll-tasks/attempts';
import { checkJobs } from '../functions/poll-tasks/jobs/check-jobs';
import type { DeployedPlan, JobPorts } from '../functions/poll-tasks/jobs/checked-job';
import { Turns } from '../functions/poll-tasks/turns';
import type { Bench } from './measurement';
import { manyDepartments } from './sizes/many-departments';

const departments = 100;
const jobsEach = 100;

/** Costs of the check of all deployed jobs, which each poll makes once per minute. */
export const pollJobs: Bench = {
  name: 'poll of jobs',
  async measure() {
    const history = historyInMemory();
    const plans = deployed();
    const poll = async (now: Date): Promise<number> => {
      const attempts = new Attempts();
      const before = process.cpuUsage();
      const observed = { replications: [], inFlightRuns: [] };
      const phase = { turns: new Turns(attempts), isLate: () => false };
      await checkJobs({ history, retentionDays: 400 }, attempts, plans, observed, phase, now);
      const { user, system } = process.cpuUsage(before);
      attempts.report();
      return (user + system) / 1e6;
    };
    const start = Date.parse('2026-03-01T12:00:00Z');
    const first = await poll(new Date(start));
    // A poll changes at most 500 jobs, so it takes some until all are known.
    for (let minute = 1; minute < 45; minute += 1) await poll(new Date(start + minute * 60_000));
    const usual: number[] = [];
    for (let minute = 45; minute < 50; minute += 1) usual.push(await poll(new Date(start + minute * 60_000)));
    const how = `${departments * jobsEach} jobs of ${departments} departments, in one process, with a history in memory`;
    return [
      {
        name: 'poll checks 10,000 jobs',
        value: Math.max(...usual),
        unit: 's of CPU',
        aim: { atMost: 2 },
        how: `${how}; the longest of ${usual.length}`,
      },
      { name: 'poll finds 10,000 new jobs', value: first, unit: 's of CPU', aim: { atMost: 2 }, how },
    ];
  },
};

/** States of jobs only: a run that is asked for exists. */
function historyInMemory(): JobPorts['history'] {
  const states = new Map<string, JobState>();
  return {
    jobStates: async () => [...states.values()].map((state) => JobState.parse(state)),
    existingRuns: async (runs) => new Set(runs),
    enqueue: async () => undefined,
    openRun: async (record) => record,
    async changeJobState(forJob, part, _before, after) {
      states.set(forJob, { ...states.get(forJob), forJob, [part]: after });
      return true;
    },
  };
}

function deployed(): readonly DeployedPlan[] {
  const loaded = loadConfig(manyDepartments({ departments, tablesEach: 4 }), new Date());
  if (!loaded.ok) throw new Error('the generated configuration is invalid');
  return planMigrations(loaded.config, 'dev').departments.map((department, index) => ({
    address: { bucket: 'plans', key: `${index}.json` },
    jobs: department.jobs.flatMap((job) =>
      Array.from({ length: jobsEach }, (_, nth) => jobOf(job, index, nth)),
    ),
  }));
}

const expressions = [
  (minute: number, hour: number) => `cron(${minute} ${hour} * * ? *)`,
  (minute: number) => `cron(${minute} 6 ? * MON-FRI *)`,
  (minute: number) => `cron(${minute} 3 L * ? *)`,
  (minute: number, hour: number) => `cron(${minute} ${hour} 1 1,4,7,10 ? *)`,
  () => 'rate(1 hour)',
];
const zones = ['Europe/Vienna', 'America/New_York', 'UTC', 'Asia/Kolkata'];

/** Job with a schedule that few others have, in a zone with or without clock changes. */
function jobOf(job: JobPlan, department: number, nth: number): JobPlan {
  const expression = expressions[nth % expressions.length]?.(nth % 60, (department + nth) % 24) ?? '';
  const timeZone = zones[(department + nth) % zones.length] ?? 'UTC';
  return {
    ...job,
    identity: { ...job.identity, key: `${job.identity.department}/job-${nth}` },
    schedule: { expression, timeZone },
  };
}
