import type { Department } from '../../core/config/schema/department-schema';
import type { Job } from '../../core/config/schema/job-schema';
import type { Random } from '../random';
import { drawSchedule } from '../scenario/draw-schedule';
import type { Deployment } from './act';

/** Draws deployments: one of two departments gets one or two with a changed plan, and some are rolled back. */
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
      deployments.push({ at, deploy, change });
      if (own.chance(0.4))
        deployments.push({ at: at + own.pick([120, 1800, 7200]), deploy: present, change: `undo ${change}` });
      else present = deploy;
    }
    return deployments.filter(({ at }) => at <= days * 86_400);
  });
}

function changedJobs(
  random: Random,
  jobs: readonly Job[],
): { readonly change: string; readonly jobs: Job[] } {
  const job = random.pick(jobs);
  const change = random.pick(['schedule', 'table', 'disable', 'settings', 'remove'] as const);
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
    case 'remove':
      return jobs.length === 1
        ? { change: `disable of ${job.name}`, jobs: replaced({ enabled: false }) }
        : { change: text, jobs: jobs.filter(({ name }) => name !== job.name) };
  }
}
