import type { Dms } from '../../../aws/dms/dms';
import type { RunReader } from '../../../aws/history/reader';
import { tableStateOf } from '../../../core/model/table-state';
import type { Plan } from '../../../core/planning/plan';
import type { RunRecord } from '../../../core/runs/record/run-record';
import type { TableRecord } from '../../../core/runs/record/table-record';
import type { CreatedTable } from '../../../demo/database/create-demo-database';

/** Progress of one table of one run. */
export interface TableLoad {
  readonly job: string;
  readonly table: string;
  readonly rows: number;
  /** Absent for a table that the demo database does not have. */
  readonly expectedRows?: number;
  readonly state: 'waiting' | 'loading' | 'loaded' | 'failed';
}

/** Tables that the jobs name, before their runs report anything. */
export function plannedLoads(
  plan: Plan,
  jobKeys: readonly string[],
  tables: readonly CreatedTable[],
): TableLoad[] {
  return plan.departments
    .flatMap((department) => department.jobs)
    .filter((job) => jobKeys.includes(job.identity.key))
    .flatMap((job) => {
      const database = plan.sources.find((source) => source.name === job.source)?.databaseName;
      return job.expectedTables.map(({ schema, table }): TableLoad => {
        const there = tables.find(
          (one) => one.database === database && one.schema === schema && one.table === table,
        );
        return {
          job: job.identity.key,
          table: `${schema}.${table}`,
          rows: 0,
          ...(there === undefined ? {} : { expectedRows: there.rows }),
          state: 'waiting',
        };
      });
    });
}

/** Statistics of the run's tables: from DMS, or from the history once the task is gone. */
export async function currentTables(
  dms: Dms,
  history: RunReader,
  run: RunRecord,
): Promise<readonly TableRecord[]> {
  const arn = run.task?.arn;
  if (arn === undefined) return [];
  const live = run.phases.judged === undefined ? await dms.tableStatistics(arn) : [];
  return live.length > 0 ? live : ((await history.runWithTables(run.run))?.tables ?? []);
}

/** Updates `loads` with the statistics of the job's tables, and adds tables that a pattern found. */
export function advanceLoads(
  loads: readonly TableLoad[],
  job: string,
  records: readonly TableRecord[],
): TableLoad[] {
  const news = new Map(records.map((record) => [`${record.schema}.${record.table}`, record]));
  const advanced = loads.map((load): TableLoad => {
    const record = load.job === job ? news.get(load.table) : undefined;
    if (record === undefined) return load;
    news.delete(load.table);
    return { ...load, rows: Math.max(load.rows, record.rows), state: stateOf(record) };
  });
  const found = [...news].map(
    ([table, record]): TableLoad => ({ job, table, rows: record.rows, state: stateOf(record) }),
  );
  return [...advanced, ...found];
}

function stateOf({ state }: TableRecord): TableLoad['state'] {
  switch (tableStateOf(state)) {
    case 'completed':
      return 'loaded';
    case 'error':
    case 'cancelled':
      return 'failed';
    case 'missing':
      return 'waiting';
    case 'unfinished':
      return /^before load$/i.test(state) ? 'waiting' : 'loading';
  }
}
