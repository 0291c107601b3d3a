import { differences } from '../../core/checks/shared/schema-drift';
import { type RunWithTables, stateOf } from '../../core/runs/record/run-record';
import { tableIdentity, type TableName } from '../../core/tables/table-name';
import { newestShapes, type TableShape } from '../../core/tables/table-shape';
import type { DeployedEnvironment } from '../environments/deployed-environment';
import { checkKnown } from '../environments/deployed-names';
import { type RunSummary, summarize } from '../runs/run-summary';

/** Table of a job, as its source had it last and its newest run loaded it. */
export interface TableOfJob extends TableName {
  /** Absent when no source check has seen the table. */
  readonly columns?: number;
  readonly hasKey?: boolean;
  /** Rows in the newest run that has tables. */
  readonly rows?: number;
  /** State in DMS's words. */
  readonly state?: string;
  /** Number of columns and keys that changed since the last successful run. */
  readonly drift: number;
}

export interface TablesOfJob {
  readonly job: string;
  /** Newest run that has tables. */
  readonly run?: RunSummary;
  /** By schema and table, ascending. */
  readonly tables: readonly TableOfJob[];
}

/** Runs among which one is searched that has tables. */
const searchedRuns = 10;

/** Lists the tables of a job: those that its last source check saw, and those of its newest run. */
export async function tablesOfJob(
  environment: DeployedEnvironment,
  job: string,
  now: Date,
): Promise<TablesOfJob> {
  const { history } = environment;
  const [seen, good, newest] = await Promise.all([
    history.shapes(job),
    history.goodShapes(job),
    newestWithTables(environment, job, now),
  ]);
  const shapes = byIdentity(newestShapes(seen));
  const goodShapes = byIdentity(newestShapes(good));
  if (shapes.size === 0 && newest === undefined) await checkKnown(environment, job, now);
  const records = byIdentity(newest?.tables ?? []);
  const names = new Map([...records, ...shapes].map(([id, { schema, table }]) => [id, { schema, table }]));
  return {
    job,
    ...(newest === undefined ? {} : { run: summarize(newest.run, now) }),
    tables: [...names.keys()].sort().flatMap((id): TableOfJob[] => {
      const [name, shape, record] = [names.get(id), shapes.get(id), records.get(id)];
      if (name === undefined) return [];
      return [
        {
          ...name,
          ...(shape === undefined
            ? {}
            : { columns: shape.columns.length, hasKey: shape.primaryKey.length > 0 }),
          ...(record === undefined ? {} : { rows: record.rows, state: record.state }),
          drift: driftOf(goodShapes.get(id), shape).length,
        },
      ];
    }),
  };
}

/** Differences of columns and keys. None where one of both is not known. */
export function driftOf(
  good: TableShape | undefined,
  seen: TableShape | undefined,
): ReturnType<typeof differences> {
  if (good === undefined || seen === undefined) return [];
  return good.columns.length === 0 || seen.columns.length === 0 ? [] : differences(good, seen);
}

async function newestWithTables(
  { history }: Pick<DeployedEnvironment, 'history'>,
  job: string,
  now: Date,
): Promise<RunWithTables | undefined> {
  for (const run of await history.runsOfJob(job, { limit: searchedRuns, now })) {
    if (['skipped', 'missed'].includes(stateOf(run))) continue;
    const found = await history.runWithTables(run.run);
    if (found !== undefined && found.tables.length > 0) return found;
  }
  return undefined;
}

function byIdentity<Named extends TableName>(named: readonly Named[]): ReadonlyMap<string, Named> {
  return new Map(named.map((one) => [tableIdentity(one), one]));
}
