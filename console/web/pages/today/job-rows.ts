import type { Health } from '../../../server/today/health';
import { departmentOf } from '../../data/job-key';

/** Facts about a job or load that order and count it. */
interface Counted {
  readonly job: string;
  readonly health: Health;
  readonly newest?: { readonly state: string } | undefined;
}

export interface JobRow<Job> {
  readonly kind: 'job';
  readonly id: string;
  readonly of: Job;
}

/** A department, with the part of its jobs that a page of the table shows. */
export interface DepartmentRow<Job> {
  readonly kind: 'department';
  readonly id: string;
  readonly jobs: readonly JobRow<Job>[];
  /** Number of its jobs and loads on all pages. */
  readonly found: number;
  readonly problems: number;
  readonly running: number;
}

export type Row<Job> = JobRow<Job> | DepartmentRow<Job>;

const problems: ReadonlySet<Health> = new Set(['failing', 'late', 'paused']);

/**
 * Departments in the order of their first jobs, divided into pages. A job takes one place of a page, and so does a collapsed
 * department. A department that continues on the next page is there again, with the counts of the whole.
 */
export function pagesOf<Job extends Counted>(
  jobs: readonly Job[],
  collapsed: ReadonlySet<string>,
  perPage: number,
): readonly (readonly DepartmentRow<Job>[])[] {
  const departments = new Map<string, Job[]>();
  for (const job of jobs) {
    const name = departmentOf(job.job);
    const known = departments.get(name);
    if (known === undefined) departments.set(name, [job]);
    else known.push(job);
  }
  const pages: DepartmentRow<Job>[][] = [];
  let page: DepartmentRow<Job>[] = [];
  let left = 0;
  for (const [id, all] of departments) {
    const shown = collapsed.has(id) ? [] : all;
    let place = 0;
    do {
      if (left === 0) {
        page = [];
        pages.push(page);
        left = perPage;
      }
      const part = shown.slice(place, place + left);
      page.push(departmentRow(id, all, part));
      place += part.length;
      left -= Math.max(1, part.length);
    } while (place < shown.length);
  }
  return pages;
}

function departmentRow<Job extends Counted>(
  id: string,
  all: readonly Job[],
  part: readonly Job[],
): DepartmentRow<Job> {
  return {
    kind: 'department',
    id,
    jobs: part.map((job) => jobRow(job)),
    found: all.length,
    problems: all.filter(({ health }) => problems.has(health)).length,
    running: all.filter(({ newest }) => newest?.state === 'open').length,
  };
}

export function jobRow<Job extends Counted>(of: Job): JobRow<Job> {
  return { kind: 'job', id: of.job, of };
}
