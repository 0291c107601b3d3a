import type { SourceFacts } from '../../core/checks/facts/source-facts';
import type { JobPlan } from '../../core/planning/job-plan';
import type { RunRecord } from '../../core/runs/record/run-record';
import type { CheckSourcePorts } from './check-ports';
import { findSplits } from './find-splits';
import type { SourceDatabase } from './source-database';

/**
 * Time for finding splits: with the three minutes of the checks it stays within the five of the
 * function.
 */
const splittingSeconds = 90;

/**
 * Finds the segments of the tables that this run loads, for CreateTask. A CDC task that exists has
 * already loaded its tables.
 */
export async function keepSplits(
  { history, splitEngine }: Pick<CheckSourcePorts, 'history' | 'splitEngine'>,
  database: SourceDatabase,
  record: RunRecord,
  job: Pick<JobPlan, 'splits' | 'mode' | 'connection'>,
  facts: SourceFacts | undefined,
): Promise<void> {
  if (job.splits === undefined || job.connection === undefined || facts === undefined) return;
  if (job.mode !== 'full-load' && (await history.replication(record.jobKey))?.taskArn !== undefined) return;
  const engine = await splitEngine(job.connection.engine);
  const began = performance.now();
  const secondsLeft = (): number => splittingSeconds - (performance.now() - began) / 1000;
  await history.keepSplits(record, await findSplits(database, engine, job.splits, facts.tables, secondsLeft));
}
