import type { History } from '../../aws/history/history';
import type { SourceFacts } from '../../core/checks/facts/source-facts';
import type { JobPlan } from '../../core/planning/job-plan';
import { shapeDrift } from '../../core/runs/attempts/shape-drift';
import type { RunRecord } from '../../core/runs/record/run-record';
import { fullTableName } from '../../core/tables/table-name';
import { shapesOf } from './shapes-of';

/**
 * Returns the job with the splits of the tables that this run loads. A retry loads all tables when
 * the columns have changed since the attempt that it takes tables over from. This is decided before
 * the new columns are kept, so a repetition decides the same.
 */
export async function loadedSplits(
  history: Pick<History, 'shapes' | 'loadAllTables'>,
  record: RunRecord,
  job: JobPlan,
  facts: SourceFacts | undefined,
): Promise<JobPlan> {
  const { onlyTables, carriesFrom, jobKey, run } = record;
  if (onlyTables === undefined) return job;
  const shapes = shapesOf(facts);
  if (carriesFrom !== undefined && shapes !== undefined) {
    const because = shapeDrift(record, await history.shapes(jobKey), shapes);
    if (because !== undefined) {
      await history.loadAllTables(run, because);
      return job;
    }
  }
  const { splits, ...rest } = job;
  const own = splits?.filter((split) => onlyTables.includes(fullTableName(split)));
  return own === undefined || own.length === 0 ? rest : { ...rest, splits: own };
}
