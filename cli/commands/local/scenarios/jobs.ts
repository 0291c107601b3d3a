import type { JobPlan } from '../../../../core/planning/job-plan';
import type { Plan } from '../../../../core/planning/plan';
import { fullTableName, tableIdentity } from '../../../../core/tables/table-name';

/** Enabled jobs with exactly named tables. */
function jobsWithTables({ departments }: Plan): readonly JobPlan[] {
  return departments
    .flatMap(({ jobs }) => jobs)
    .filter(({ enabled, expectedTables }) => enabled && expectedTables.length > 0);
}

/** Smallest full load; undefined if there is none. */
export function fullLoadOf(plan: Plan): JobPlan | undefined {
  const loads = jobsWithTables(plan).filter(({ mode }) => mode === 'full-load');
  return loads.toSorted((a, b) => a.expectedTables.length - b.expectedTables.length)[0];
}

/** First job that replicates changes after a load, so that one of its tables can be loaded again. */
export function changingJobOf(plan: Plan): JobPlan | undefined {
  return jobsWithTables(plan).find(({ mode }) => mode === 'full-load-and-cdc');
}

/** Full load of several tables, and its last table that no other job has. */
export function tableOfLoad(plan: Plan): { readonly job: JobPlan; readonly table: string } | undefined {
  const jobs = jobsWithTables(plan);
  for (const job of jobs.filter(({ mode }) => mode === 'full-load')) {
    const others = jobs.flatMap((other) =>
      other !== job && other.source === job.source ? other.expectedTables.map(tableIdentity) : [],
    );
    const own = job.expectedTables.filter((table) => !others.includes(tableIdentity(table)));
    const table = own.at(-1);
    if (table !== undefined && job.expectedTables.length > 1) return { job, table: fullTableName(table) };
  }
  return undefined;
}
