import type { Department } from '../../core/config/schema/department-schema';
import type { Job } from '../../core/config/schema/job-schema';
import type { Random } from '../random';
import { drawSchedule } from '../scenario/draw-schedule';
import type { Deployment } from './act';

/** Draws deployments: one of two departments gets one or two with a changed plan. Some fail, and others are taken back. */
export function drawDeployments(
  random: Random,
  departments: readonly Department[],
  days: number,
): readonly Deployment[] {
  return departments.flatMap((department) => {
    const own = random.fork(department.department);
    if (own.chance(0.5)) return [];
    const deployments: Deployment[] = [];
    let present = department;
    for (let left = own.between(1, 2); left > 0; left -= 1) {
      const at = own.between(600, days * 86_400);
      const { change, jobs } = changedJobs(own, present.jobs);
      const deploy = { ...present, jobs };
      const isRefused = own.chance(0.25);
      deployments.push({ at, deploy, change, ...(isRefused ? { isRefused } : {}) });
      if (isRefused) continue;
      if (own.chance(0.4))
        deployments.push({ at: at + own.pick([120, 1800, 7200]), deploy: present, change: `undo ${change}` });
      else present = deploy;
    }
    return deployments.filter(({ at }) => at <= days * 86_400);
  });
}

/** Changes for which tasks are held, as often as the others. */
const endpointChanges = ['endpoint', 'endpoint', 'endpoint'] as const;

function drawFormat(random: Random, { mode }: Job): NonNullable<Job['format']> {
  if (mode === 'full-load') return { type: 'parquet', compression: 'gzip' };
  return { type: 'parquet', 'batch-interval': random.pick(['20s', '90s', '3m']) };
}

function changedJobs(
  random: Random,
  jobs: readonly Job[],
): { readonly change: string; readonly jobs: Job[] } {
  const job = random.pick(jobs);
  const change = random.pick([
    'schedule',
    'table',
    'disable',
    'settings',
    'remove',
    ...endpointChanges,
  ] as const);
  const replaced = (by: Partial<Job>): Job[] =>
    jobs.map((one) => (one.name === job.name ? { ...one, ...by } : one));
  const text = `${change} of ${job.name}`;
  switch (change) {
    case 'schedule':
      return { change: text, jobs: replaced(drawSchedule(random, job.mode === 'full-load' ? 10 : 180)) };
    case 'table':
      return {
        change: text,
        jobs: replaced({ tables: [...job.tables, `shop.${job.name}_added_${job.tables.length}`] }),
      };
    case 'disable':
      return { change: text, jobs: replaced({ enabled: job.enabled === false }) };
    case 'settings':
      return {
        change: text,
        jobs: replaced({ 'max-duration': '3h', ...(job.schedule === undefined ? {} : { 'pause-after': 3 }) }),
      };
    case 'endpoint':
      return { change: text, jobs: replaced({ format: drawFormat(random, job) }) };
    case 'remove':
      return jobs.length === 1
        ? { change: `disable of ${job.name}`, jobs: replaced({ enabled: false }) }
        : { change: text, jobs: jobs.filter(({ name }) => name !== job.name) };
  }
}
