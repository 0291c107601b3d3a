import { changeSequenceColumn } from '../../core/planning/change-sequence';
import { type ColumnWay, columnWays } from '../../core/lake/catalogue/column-ways';
import { fileFormat } from '../../core/lake/catalogue/glue-table';
import type { DriftPolicy, JobPlan } from '../../core/planning/job-plan';
import { type RunRecord, stateOf } from '../../core/runs/record/run-record';
import type { TableRecord } from '../../core/runs/record/table-record';
import { fullTableName, type TableName } from '../../core/tables/table-name';
import type { SeenShape } from '../../core/tables/table-shape';
import type { DeployedEnvironment } from '../environments/deployed-environment';
import { unknownName } from '../use-case-error';
import { driftOf, tablesOfJob } from './tables-of-job';

/** One table in one run. */
export interface TableInRun {
  readonly run: string;
  readonly openedAt: string;
  /** State of the run. */
  readonly state: ReturnType<typeof stateOf>;
  /** Absent when the run did not load the table. */
  readonly rows?: number;
  readonly errorRows?: number;
  /** State of the table in DMS's words. */
  readonly tableState?: string;
}

export interface TablePage extends TableName {
  readonly job: string;
  /** Source check that saw the table last. */
  readonly seen?: Pick<SeenShape, 'engine' | 'run' | 'seenAt'>;
  /** Source check of the last successful run before it. */
  readonly good?: Pick<SeenShape, 'run' | 'seenAt'>;
  readonly drift: ReturnType<typeof driftOf>;
  /** Names of columns in the order of the key. */
  readonly primaryKey: readonly string[];
  /** From the source to the files of the next load. Without a plan, the columns of the source alone. */
  readonly columns: readonly ColumnWay[];
  /** Newest first. */
  readonly runs: readonly TableInRun[];
  /** Absent when the plan of the job cannot be read. */
  readonly plan?: { readonly publishes: JobPlan['publishing']['kind']; readonly drift: DriftPolicy };
}

/** Runs whose row counts are read. */
export const countedRuns = 30;

/** Reads one table of a job from the history. `plan`: the job as deployed. Throws for a table that the job does not have. */
export async function readTable(
  environment: DeployedEnvironment,
  job: string,
  name: TableName,
  now: Date,
  plan: JobPlan | undefined,
): Promise<TablePage> {
  const { history } = environment;
  const [{ seen, good }, runs] = await Promise.all([
    history.shapesOfTable(job, name),
    history.runsOfJob(job, { limit: countedRuns, now }),
  ]);
  const records = await history.tableInRuns(runs, name);
  if (seen === undefined && records.size === 0) {
    const { tables } = await tablesOfJob(environment, job, now);
    throw unknownName('table-of-job', fullTableName(name), tables.map(fullTableName));
  }
  return {
    job,
    ...name,
    ...(seen === undefined ? {} : { seen: { engine: seen.engine, run: seen.run, seenAt: seen.seenAt } }),
    ...(good === undefined ? {} : { good: { run: good.run, seenAt: good.seenAt } }),
    drift: driftOf(good, seen),
    primaryKey: seen?.primaryKey ?? [],
    columns: seen === undefined ? [] : columnsOf(seen, plan),
    runs: runs.map((run) => inRun(run, records.get(run.run))),
    ...(plan === undefined ? {} : { plan: { publishes: plan.publishing.kind, drift: plan.drift ?? 'warn' } }),
  };
}

function columnsOf(seen: SeenShape, plan: JobPlan | undefined): readonly ColumnWay[] {
  if (plan === undefined || plan.publishing.kind === 'none')
    return seen.columns.map((source) => ({ source }));
  const format = fileFormat(plan.targetSettings, plan.mode !== 'full-load', changeSequenceColumn(plan));
  const { tableMappings, connection } = plan;
  return columnWays(seen, format, tableMappings['rules'], connection?.connectionAttributes);
}

function inRun(run: RunRecord, record: TableRecord | undefined): TableInRun {
  return {
    run: run.run,
    openedAt: run.openedAt,
    state: stateOf(run),
    ...(record === undefined || record.awaited === true
      ? {}
      : { rows: record.rows, errorRows: record.errorRows, tableState: record.state }),
  };
}
