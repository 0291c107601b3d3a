import { unknownName } from './configuration';
import type { Connection } from './connect';

/** Refuses a department or `department/job` that is neither deployed nor in the history, with the nearest name. */
export async function checkDeployed(
  { deployment, platform, history }: Connection,
  selection: string,
  now: Date,
): Promise<void> {
  const keys = [
    ...(await deployment.jobKeys(platform.environment)),
    ...(await deployment.loadKeys(platform.environment)),
  ].sort();
  const isJob = selection.includes('/');
  const known = isJob ? keys : [...new Set(keys.map((key) => key.split('/')[0] ?? key))];
  if (known.includes(selection)) return;
  // Jobs that were removed keep their history.
  const listing = { limit: 1, now };
  const old = isJob
    ? await history.runsOfJob(selection, listing)
    : await history.runsOfDepartment(selection, listing);
  if (old.length === 0) throw unknownName(isJob ? 'job' : 'department', selection, known);
}
