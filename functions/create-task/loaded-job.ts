import type { History } from '../../aws/history/history';
import type { JobPlan } from '../../core/planning/job-plan';
import { narrowMappings } from '../../core/planning/narrow-mappings';
import { RunError } from '../../core/runs/record/run-error';
import type { RunRecord } from '../../core/runs/record/run-record';
import { filterMappings } from '../../core/tables/filter-mappings';

/** The job with mappings of the tables that this run loads. OpenRun recorded them, and CheckSource may have added all others. */
export async function loadedJob(
  history: Pick<History, 'runWithTables'>,
  { run, onlyTables, part }: RunRecord,
  job: JobPlan,
): Promise<JobPlan> {
  if (onlyTables === undefined) return job;
  const tables = (await history.runWithTables(run))?.tables ?? [];
  const loads = tables.filter(({ carried }) => carried === undefined);
  const narrow = narrowMappings(job.tableMappings, loads);
  if ('notSelected' in narrow)
    throw new RunError(
      'JobNotInPlan',
      `no selection of ${job.identity.key} includes ${narrow.notSelected}; deploy the department again`,
    );
  return { ...job, tableMappings: filterMappings(narrow.mappings, part?.where ?? []) };
}
