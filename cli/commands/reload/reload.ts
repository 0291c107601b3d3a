import { createDms } from '../../../aws/dms/dms';
import type { TableRecord } from '../../../core/runs/record/run-record';
import { present, type Run } from '../../command';
import { unknownName } from '../../configuration';
import { connect } from '../../connect';
import { exitCodes, wrongUse } from '../../exit-codes';
import { plural } from '../../output/quantities';
import { jobKeyOf, readCdcJob, recordEvent } from '../../replication/cdc-job';
import { operator } from '../../replication/stop-job';
import { refusalOf } from '../../replication/task-allows';

export const reload: Run = async (invocation) => {
  const { shell, args, variadic } = invocation;
  const key = jobKeyOf(args[0]);
  const connection = await connect(invocation);
  const dms = createDms();
  const { task, replication } = await readCdcJob(connection, key, dms);
  const refusal = refusalOf('reload', key, task);
  if (task === undefined || refusal !== undefined) throw wrongUse(refusal ?? `${key} has no task`);
  if (replication?.mode === 'cdc')
    throw wrongUse(
      `${key} is a cdc job, which loads no tables, so DMS reloads none: mode full-load-and-cdc does both`,
    );
  const tables = chosen(await dms.tableStatistics(task.arn), variadic);
  await dms.reloadTables(task.arn, tables);
  const names = tables.map(nameOf);
  await recordEvent(connection, key, {
    at: shell.now().toISOString(),
    kind: 'tables-reloaded',
    detail: `${operator()} had ${names.join(', ')} reloaded`,
  });
  present(invocation, { job: key, tables: names }, () =>
    [
      `DMS reloads ${plural(names.length, 'table')} of ${key}: ${names.join(', ')}`,
      `changes go on meanwhile; watch it: lakeferry status ${key}`,
    ].join('\n'),
  );
  return exitCodes.done;
};

/** The tables asked for, among those that the task has; all when none is named. */
function chosen(there: readonly TableRecord[], asked: readonly string[]): readonly TableRecord[] {
  if (asked.length === 0) return there;
  return [...new Set(asked)].map((name) => {
    const found = there.find((table) => nameOf(table) === name);
    if (found === undefined) throw unknownName('table of the task', name, there.map(nameOf));
    return found;
  });
}

function nameOf({ schema, table }: TableRecord): string {
  return `${schema}.${table}`;
}
