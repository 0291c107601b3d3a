import type { Dms } from '../../aws/dms/dms';
import type { History } from '../../aws/history/history';
import type { JobPlan } from '../../core/planning/job-plan';
import type { Failure } from '../../core/runs/record/failure';
import { collisionsOfRun } from '../../core/runs/publishing/lake-collisions';
import type { RunRecord } from '../../core/runs/record/run-record';
import type { TableRecord } from '../../core/runs/record/table-record';
import type { Task } from '../../core/runs/task/task';
import type { Evidence } from '../../core/runs/verdict/verdict';
import { findOwnTask } from './own-task';

export interface EvidencePorts {
  readonly history: History;
  readonly dms: Dms;
}

/** Expectation of a run: the planned job, or the failure that ended it. */
export type Expectation =
  | Pick<JobPlan, 'expectedTables' | 'allowTableErrors' | 'tableMappings' | 'targetEngine' | 'publishing'>
  | Failure;

/** Tables of an earlier attempt that this run takes over. */
async function carriedTables(
  history: Pick<History, 'runWithTables'>,
  { run, carriesFrom }: RunRecord,
): Promise<readonly TableRecord[]> {
  if (carriesFrom === undefined) return [];
  const { tables = [] } = (await history.runWithTables(run)) ?? {};
  return tables.filter(({ carried }) => carried !== undefined);
}

/**
 * Records the tables of a run as DMS lists them, which are deleted with its task, and returns the evidence for its verdict. `known`: the
 * run's task as it was just described.
 */
export async function keepEvidence(
  { history, dms }: EvidencePorts,
  record: RunRecord,
  expectation: Expectation,
  known?: Task,
): Promise<Evidence> {
  const task = known ?? (await findOwnTask(dms, record.run, record.task));
  const tables = task === undefined ? [] : await dms.tableStatistics(task.arn);
  await history.recordTables(record, tables);
  const carried = await carriedTables(history, record);
  const seen = { task, start: record.start, tables, carried };
  return 'error' in expectation
    ? { ...seen, expected: [], allowTableErrors: false, failure: expectation }
    : {
        ...seen,
        expected: record.part?.tables ?? expectation.expectedTables,
        loadsNothing: record.onlyTables?.length === 0,
        allowTableErrors: expectation.allowTableErrors,
        collisions: collisionsOfRun(expectation, [...tables, ...carried]),
        failure: undefined,
      };
}
