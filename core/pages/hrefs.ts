import type { TableName } from '../tables/table-name';
import { hrefOf } from './routes';

/** Address of Today with the jobs that a filter finds. */
export function todayHref(filter: { readonly text?: string; readonly department?: string } = {}): string {
  return hrefOf('today', {}, filter);
}

/** Address of Today with the jobs of a command: all, those of a department, or one. */
export function selectionHref(selection: string | undefined): string {
  if (selection === undefined) return todayHref();
  return todayHref(selection.includes('/') ? { text: selection } : { department: selection });
}

/** Address of the list of a job's tables. */
export function tablesHref(job: string): string {
  return hrefOf('tables', jobParts(job));
}

/** Address of one table. Its name may hold any character. */
export function tableHref(job: string, { schema, table }: TableName): string {
  return hrefOf('table', jobParts(job), { schema, table });
}

/** Address of one load of CSV files. */
export function loadHref(key: string): string {
  const { department, job: load } = jobParts(key);
  return hrefOf('load', { department, load });
}

/** Address of one run. */
export function runHref(run: string): string {
  return hrefOf('run', { run });
}

/** Address of one CDC job. */
export function replicationHref(job: string): string {
  return hrefOf('replication', jobParts(job));
}

/** Address of the page of a CDC job, or of a run of another job. None for a job that never ran. */
export function jobHref(
  job: string,
  isCdc: boolean | undefined,
  run: string | undefined,
): string | undefined {
  if (isCdc === true) return replicationHref(job);
  return run === undefined ? undefined : runHref(run);
}

/** Address of the deployed plan of a job. */
export function jobPlanHref(job: string): string {
  return hrefOf('jobPlan', jobParts(job));
}

/** Address of the runs of all days, or of those of some jobs. */
export function calendarHref(text: string | undefined): string {
  return hrefOf('calendar', {}, text === undefined ? {} : { text });
}

/** Whole address of a page. `base`: where the console or a report is. */
export function pageUrl(base: string, href: string): string {
  return `${base}${href}`;
}

/** Department and name of a job or load. */
export function jobParts(key: string): { readonly department: string; readonly job: string } {
  const [department = '', job = ''] = key.split('/');
  return { department, job };
}
