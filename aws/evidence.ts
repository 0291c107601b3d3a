import { progressOf } from '../core/runs/progress';
import type { Failure, RunRecord } from '../core/runs/run-record';
import type { Evidence } from '../core/runs/verdict';
import type { Dms } from './dms';
import type { History } from './history';
import { findOwnTask } from './own-task';
import type { Plans } from './plans';

export interface EvidencePorts {
  readonly history: History;
  readonly dms: Dms;
  readonly plans: Plans;
}

/** Brings what DMS knows of the run, which goes with its task, to the history; all that the verdict follows from. */
export async function keepEvidence(
  { history, dms, plans }: EvidencePorts,
  record: RunRecord,
  failure: Failure | undefined,
  now: Date,
): Promise<Evidence> {
  const task = await findOwnTask(dms, record.run, record.task);
  const tables = task === undefined ? [] : await dms.tableStatistics(task.arn);
  // A run that failed cannot succeed any more, so it is judged even where its plan cannot be read.
  const job = failure === undefined ? await plans.job(record.plan, record.jobKey) : undefined;

  await history.recordTables(record, tables);
  if (task !== undefined) await history.recordProgress(record.run, progressOf(task, now));
  return {
    task,
    start: record.start,
    tables,
    expected: job?.expectedTables ?? [],
    allowTableErrors: job?.allowTableErrors ?? false,
    failure,
  };
}
