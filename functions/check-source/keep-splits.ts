import type { History } from '../../aws/history/history';
import type { SourceFacts } from '../../core/checks/facts/source-facts';
import type { JobPlan } from '../../core/planning/job-plan';
import type { RunRecord } from '../../core/runs/record/run-record';
import type { SourceDatabase } from './source-database';
import { findSplits } from './split';

/** Besides the three minutes of the checks, within the five that the function has. */
const splittingSeconds = 90;

/** Finds the segments of the tables that this run loads, for CreateTask; a task that lives on has made its load. */
export async function keepSplits(
  history: Pick<History, 'replication' | 'keepSplits'>,
  database: SourceDatabase,
  record: RunRecord,
  job: Pick<JobPlan, 'splits' | 'mode'>,
  facts: SourceFacts | undefined,
): Promise<void> {
  if (job.splits === undefined || facts === undefined) return;
  if (job.mode !== 'full-load' && (await history.replication(record.jobKey))?.taskArn !== undefined) return;
  const began = performance.now();
  const secondsLeft = (): number => splittingSeconds - (performance.now() - began) / 1000;
  await history.keepSplits(record, await findSplits(database, job.splits, facts.tables, secondsLeft));
}
