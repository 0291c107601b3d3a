import type { Job } from '../../core/config/schema/job-schema';
import { overlapPolicies, notifyPolicies } from '../../core/model/notify-policies';
import type { Random } from '../random';
import { drawSchedule } from './draw-schedule';

const schema = 'shop';

/** Draws a job. Full loads are the most, because a CDC job has one task for all its runs. */
export function drawJob(random: Random, name: string): Job {
  const mode = random.pick(['full-load', 'full-load', 'full-load', 'cdc', 'full-load-and-cdc'] as const);
  const isLoad = mode === 'full-load';
  const tables = Array.from({ length: random.between(1, 4) }, (_, index) => `${schema}.${name}_${index + 1}`);
  const schedule = drawSchedule(random, isLoad ? 10 : 180);
  return {
    name,
    mode,
    tables,
    ...schedule,
    'max-duration': random.pick(['15m', '40m', '2h', '6h']),
    check: 'off',
    notify: { policy: random.pick(notifyPolicies), channels: ['department-topic'] },
    ...(random.chance(0.2) ? { 'allow-table-errors': true } : {}),
    ...(schedule.schedule !== undefined && random.chance(0.25)
      ? { 'pause-after': random.between(2, 4) }
      : {}),
    ...(random.chance(0.3)
      ? { 'fresh-within': random.pick(isLoad ? ['27h', 'off'] : ['2h', '12h', 'off']) }
      : {}),
    ...(isLoad ? loadFields(random) : changeFields(random)),
  };
}

function loadFields(random: Random): Partial<Job> {
  return {
    overlap: random.pick(overlapPolicies),
    ...(random.chance(0.15) ? { publish: 'none' } : { lake: { keep: random.between(1, 4) } }),
  };
}

function changeFields(random: Random): Partial<Job> {
  return {
    publish: random.chance(0.6) ? 'arrival' : 'none',
    'max-latency': random.pick(['2m', '15m', '1h']),
    'resume-limit': random.between(0, 6),
  };
}
