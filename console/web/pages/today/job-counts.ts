import type { JobToday } from '../../data/queries';
import { plural } from '../../parts/quantities';

/** Such as `6 jobs, 2 CSV loads`. */
export function jobsAndLoads(all: readonly Pick<JobToday, 'kind'>[]): string {
  const loads = all.filter(({ kind }) => kind === 'load').length;
  const jobs = plural(all.length - loads, 'job');
  if (loads === 0) return jobs;
  return all.length === loads ? plural(loads, 'CSV load') : `${jobs}, ${plural(loads, 'CSV load')}`;
}
