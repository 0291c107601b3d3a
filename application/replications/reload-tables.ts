import { createDms, type Dms } from '../../aws/dms/dms';
import type { TableRecord } from '../../core/runs/record/table-record';
import type { DeployedEnvironment } from '../environments/deployed-environment';
import type { Requester } from '../runs/start-run';
import { UseCaseError, unknownName } from '../use-case-error';
import { readCdcJob } from './cdc-job';
import { recordEvent } from './record-event';
import { taskRefusalOf } from './task-refusal';
import { taskRefused } from './task-refused';

export interface ReloadedTables {
  readonly job: string;
  /** `SCHEMA.TABLE` each. */
  readonly tables: readonly string[];
}

/** Loads tables of a running task again, from the start. `names` are `SCHEMA.TABLE`; all tables when empty. */
export async function reloadTables(
  environment: DeployedEnvironment,
  job: string,
  names: readonly string[],
  { by, at }: Requester,
  dms: Pick<Dms, 'describeTasks' | 'tableStatistics' | 'reloadTables'> = createDms(),
): Promise<ReloadedTables> {
  const { task, replication } = await readCdcJob(environment, job, dms);
  const refusal = taskRefusalOf('reload', task);
  if (task === undefined || refusal !== undefined)
    throw taskRefused('reload', job, task, refusal ?? 'no-task');
  if (replication?.mode === 'cdc') throw new UseCaseError({ kind: 'loads-no-tables', job });
  const tables = chosen(await dms.tableStatistics(task.arn), names);
  await dms.reloadTables(task.arn, tables);
  const reloaded = tables.map(nameOf);
  await recordEvent(environment, job, {
    at: at.toISOString(),
    kind: 'tables-reloaded',
    detail: `${by} reloaded ${reloaded.join(', ')}`,
  });
  return { job, tables: reloaded };
}

function chosen(existing: readonly TableRecord[], names: readonly string[]): readonly TableRecord[] {
  if (names.length === 0) return existing;
  return [...new Set(names)].map((name) => {
    const found = existing.find((table) => nameOf(table) === name);
    if (found === undefined) throw unknownName('table', name, existing.map(nameOf));
    return found;
  });
}

function nameOf({ schema, table }: TableRecord): string {
  return `${schema}.${table}`;
}
