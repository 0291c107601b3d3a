import { filesOfLoads, type StagedObject } from '../../lake/keys/staged-files';
import { stagedNames } from '../../lake/keys/staged-names';
import { tableStateOf } from '../../model/table-state';
import type { JobPlan } from '../../planning/job-plan';
import { narrowMappings } from '../../planning/narrow-mappings';
import { fullTableName, tableIdentity, type TableName } from '../../tables/table-name';
import type { RunRecord } from '../record/run-record';
import type { TableRecord } from '../record/table-record';
import type { FindingCode } from '../record/verdict-shape';
import { tableFindings } from '../verdict/table-findings';

/** Tables that a retry loads. */
export type AttemptPlan =
  | { readonly loads: 'all'; readonly because: string }
  | {
      readonly loads: 'some';
      readonly tables: readonly TableName[];
      /** Complete tables of the earlier attempt. */
      readonly carried: readonly TableRecord[];
    };

/** Tables of one task that are selected by name. More of them are loaded with all others: their names fill an item of the history. */
const mostTables = 1000;

/** Findings after which no table of the load can be trusted. */
const untrusted: ReadonlySet<FindingCode> = new Set([
  'counts-disagree',
  'statistics-missing',
  'tables-collide',
  'unknown-status',
]);

/**
 * Plans a retry after an earlier attempt: it loads the tables that are not complete. All tables are loaded when the earlier ones
 * cannot be taken over. `objects` are those of the job's staging folder; absent for a job that publishes no snapshots.
 */
export function planAttempt(given: {
  readonly job: Pick<JobPlan, 'expectedTables' | 'tableMappings' | 'stagingFolder'>;
  readonly earlier: Pick<RunRecord, 'run' | 'start' | 'phases' | 'verdict'>;
  readonly tables: readonly TableRecord[];
  readonly objects: readonly StagedObject[] | undefined;
}): AttemptPlan {
  const { job, earlier, tables, objects } = given;
  const distrust = distrustOf(earlier);
  if (distrust !== undefined) return all(distrust);
  const carried = tables.filter(isComplete).flatMap((table) => carriedOf(table, earlier));
  if (carried.length === 0) return all(`${earlier.run} loaded no table completely`);
  const gone = objects === undefined ? undefined : goneOf(job, carried, objects);
  if (gone !== undefined) return all(gone);
  const known = new Set(carried.map(tableIdentity));
  const missing = new Map<string, TableName>();
  for (const { schema, table } of [...job.expectedTables, ...tables]) {
    const id = tableIdentity({ schema, table });
    if (!known.has(id)) missing.set(id, { schema, table });
  }
  const loads = [...missing.values()];
  if (loads.length > mostTables) return all(`${loads.length} of its tables are to be loaded again`);
  const narrow = narrowMappings(job.tableMappings, loads);
  if ('notSelected' in narrow) return all(`no selection of the job includes ${narrow.notSelected}`);
  return { loads: 'some', tables: loads, carried };
}

/** True for a table without any finding. */
export function isComplete(table: TableRecord): boolean {
  return (
    tableStateOf(table.state) === 'completed' && tableFindings({ tables: [table], expected: [] }).length === 0
  );
}

function carriedOf(
  table: TableRecord,
  { run, start, phases }: Pick<RunRecord, 'run' | 'start' | 'phases'>,
): TableRecord[] {
  if (table.carried !== undefined) return [table];
  if (start === undefined || phases.closed === undefined) return [];
  return [{ ...table, carried: { from: run, since: start.requestedAt, until: phases.closed } }];
}

function distrustOf({ run, verdict }: Pick<RunRecord, 'run' | 'verdict'>): string | undefined {
  const found = verdict?.findings.find(
    ({ code, detail }) =>
      untrusted.has(code) || (code === 'not-published' && /\bSnapshotUnsound\b/.test(detail)),
  );
  return found === undefined ? undefined : `the load of ${run} cannot be trusted (${found.code})`;
}

/** Reason why the files of the tables cannot be published any more. */
function goneOf(
  job: Pick<JobPlan, 'expectedTables' | 'tableMappings' | 'stagingFolder'>,
  carried: readonly TableRecord[],
  objects: readonly StagedObject[],
): string | undefined {
  const namesOf = stagedNames(job);
  const loads = carried.map((table) => ({
    name: namesOf(table),
    since: new Date(table.carried?.since ?? 0),
    until: new Date(table.carried?.until ?? 0),
  }));
  const files = filesOfLoads(objects, job.stagingFolder, loads);
  for (const [index, table] of carried.entries()) {
    const found = files[index];
    const name = `${fullTableName(table)} of ${table.carried?.from ?? ''}`;
    if (found?.isReplaced === true) return `a later load has replaced the files of ${name} in staging`;
    if (table.rows > 0 && (found?.files ?? []).length === 0)
      return `the files of ${name} are no longer in staging`;
  }
  return undefined;
}

function all(because: string): AttemptPlan {
  return { loads: 'all', because };
}
