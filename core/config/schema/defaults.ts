import type { Department } from './department-schema';
import type { Job } from './job-schema';
import type { Publish } from './lake-schema';
import type { Load } from './load-schema';

// Values of keys that are missing in a file, which the checks and the plan both need.

export const defaultDelimiter = ',';
/** DMS's guide and API disagree about the default ("" and NULL). \N is neither an empty text nor a word. */
export const defaultNullValue = '\\N';

export function publishOf({ mode, publish }: Pick<Job, 'mode' | 'publish'>): Publish {
  return publish ?? (mode === 'full-load' ? 'snapshot' : 'arrival');
}

export function maxLatencyOf(job: Pick<Job, 'max-latency'>): NonNullable<Job['max-latency']> {
  return job['max-latency'] ?? '15m';
}

/**
 * Folder in the lake bucket, without a slash at either end. A department's own prefix holds one folder per job: no two jobs
 * share one.
 */
export function lakePrefix(
  department: Pick<Department, 'department' | 'lake'>,
  job: Pick<Job, 'name' | 'lake'>,
): string {
  return job.lake?.prefix ?? `${department.lake?.prefix ?? department.department}/${job.name}`;
}

export function inboxOf(department: string, { inbox, name }: Pick<Load, 'inbox' | 'name'>): string {
  return inbox ?? `${department}/${name}/`;
}
