import { memoryHistory } from '../test/helpers/runs/memory-history';
import { sampleJob } from '../test/helpers/runs/plan';
import type { JobPlan } from '../core/planning/job-plan';
import { Attempts } from '../functions/poll-tasks/attempts';
import { checkJobs, type DeployedPlan } from '../functions/poll-tasks/jobs/check-jobs';
import type { Bench } from './measurement';

const departments = 100;
const jobsEach = 100;

/** Costs of the check of all deployed jobs, which each poll makes once per minute. */
export const pollJobs: Bench = {
  name: 'poll of jobs',
  async measure() {
    const history = memoryHistory();
    const plans = deployed();
    const poll = async (now: Date): Promise<number> => {
      const attempts = new Attempts();
      const before = process.cpuUsage();
      const observed = { replications: [], inFlightRuns: [] };
      await checkJobs({ history, retentionDays: 400 }, attempts, plans, observed, now);
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
    const how = `${departments * jobsEach} jobs of ${departments} departments, with a history in memory, which costs about what DynamoDB's client costs`;
    return [
      {
        name: 'poll checks 10,000 jobs',
        value: Math.max(...usual),
        unit: 's of CPU',
        aim: { atMost: 2 },
        how: `${how}; the longest of ${usual.length}`,
      },
      { name: 'first poll of a new instance', value: first, unit: 's of CPU', aim: { atMost: 2 }, how },
    ];
  },
};

function deployed(): readonly DeployedPlan[] {
  return Array.from({ length: departments }, (_, department) => ({
    address: { bucket: 'plans', key: `${department}.json` },
    jobs: Array.from({ length: jobsEach }, (__, job) => jobOf(department, job)),
  }));
}

/** Schedules that differ, in zones with clock changes. */
function jobOf(department: number, job: number): JobPlan {
  const expressions = [
    `cron(${job % 60} ${(department + job) % 24} * * ? *)`,
    `cron(${job % 60} 6 ? * MON-FRI *)`,
    `cron(${job % 60} 3 L * ? *)`,
    `cron(${job % 60} ${department % 24} 1 1,4,7,10 ? *)`,
    'rate(1 hour)',
  ];
  const zones = ['Europe/Vienna', 'America/New_York', 'UTC', 'Asia/Kolkata'];
  return sampleJob(
    { department: `dept-${department}`, job: `job-${job}`, tables: ['orders'] },
    {
      schedule: {
        expression: expressions[job % expressions.length] ?? '',
        timeZone: zones[(department + job) % zones.length] ?? 'UTC',
      },
      freshWithinSeconds: 26 * 3600,
    },
  );
}
