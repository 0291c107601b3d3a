import type { History } from '../../aws/history/history';
import type { DepartmentPlans } from '../../aws/plans';
import { mapConcurrently } from '../../core/concurrency';
import { type KnownFacts, type LivingTask, rowsKey } from '../../core/changes/known-facts';
import type { JobPlan } from '../../core/planning/job-plan';
import { isTransient } from '../../core/runs/record/run-error';

type Reading = Pick<History, 'replications' | 'newestRuns' | 'checkReport' | 'runWithTables'>;

const readingsAtOnce = 10;
/** Runs that are read for numbers of rows. */
const mostRuns = 40;

/** Tasks that follow changes, by job. */
export async function livingTasks(
  history: Pick<History, 'replications' | 'checkpoint'>,
): Promise<ReadonlyMap<string, LivingTask>> {
  const all = await history.replications();
  const living = all.filter(({ taskArn, seen }) => taskArn !== undefined && seen?.status !== 'gone');
  const tasks = await mapConcurrently(
    readingsAtOnce,
    living,
    async ({ forJob, desired, desiredBy, taskArn }): Promise<readonly [string, LivingTask]> => {
      const checkpoint = await history.checkpoint(forJob);
      const isOwn = checkpoint !== undefined && checkpoint.taskArn === taskArn;
      const known = isOwn ? { checkpointAt: checkpoint.seenAt } : {};
      const isPersons = desired === 'stopped' && desiredBy !== 'config' && desiredBy !== 'settings';
      const stopped = isPersons ? { stoppedBy: desiredBy } : {};
      return [forJob, { runs: desired === 'running', ...known, ...stopped }];
    },
  );
  return new Map(tasks);
}

/** Jobs that are not deployed and have a task, with the plan of their last run. A plan that cannot be read is left out. */
export async function formerJobs(
  history: Pick<History, 'replications'>,
  tasks: ReadonlyMap<string, LivingTask>,
  deployed: ReadonlySet<string>,
  planOf: DepartmentPlans['department'],
): Promise<ReadonlyMap<string, JobPlan>> {
  if ([...tasks.keys()].every((key) => deployed.has(key))) return new Map();
  const left = (await history.replications()).filter(
    ({ forJob }) => tasks.has(forJob) && !deployed.has(forJob),
  );
  const jobs = await mapConcurrently(readingsAtOnce, left, async ({ forJob, plan }) => {
    const found = await planOf(plan).catch((error: unknown) => {
      if (isTransient(error)) throw error;
      return undefined;
    });
    const job = found?.jobs.find(({ identity }) => identity.key === forJob);
    return job === undefined ? [] : [[forJob, job] as const];
  });
  return new Map(jobs.flat());
}

/** Rows of the tables that these jobs read: by the source check of their newest runs, else by their loads. */
export async function knownRows(
  history: Reading,
  jobs: readonly JobPlan[],
  now: Date,
): Promise<KnownFacts['rows']> {
  const newest = await history.newestRuns(now);
  const runs = jobs
    .flatMap(({ identity, source }) => {
      const run = newest.get(identity.key);
      return run === undefined ? [] : [{ run: run.run, openedAt: run.openedAt, source }];
    })
    .sort((a, b) => (a.openedAt < b.openedAt ? 1 : -1))
    .slice(0, mostRuns);
  const rows = new Map<string, number>();
  const read = await mapConcurrently(readingsAtOnce, runs, async ({ run, source }) => {
    const report = await history.checkReport(run);
    const tables = report?.tables ?? (await history.runWithTables(run))?.tables ?? [];
    return tables.map((table) => ({ key: rowsKey(source, table), rows: table.rows }));
  });
  // The newest run comes first.
  for (const { key, rows: number } of read.flat())
    if (number !== undefined && !rows.has(key)) rows.set(key, number);
  return rows;
}
