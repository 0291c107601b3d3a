import type { TableRecord } from '../../../core/runs/record/table-record';
import type { Replication } from '../../../core/runs/replication/replication';
import { compareTables, mayDiffer } from '../../../core/runs/replication/tables/compare-tables';
import { tableNotices } from '../../../core/runs/replication/tables/table-notices';
import type { Task } from '../../../core/runs/task/task';
import type { Attempts } from '../attempts';
import type { PollPorts } from '../poll-ports';

/** Records what happened to single tables of a running task since the poll before. */
export async function monitorTables(
  ports: PollPorts,
  attempts: Attempts,
  record: Replication,
  task: Task,
  tables: readonly TableRecord[],
  now: Date,
): Promise<void> {
  const { history } = ports;
  const { forJob } = record;
  if (!mayDiffer(record, task, tables, now)) return;
  const compared = compareTables(record, task, tables, await history.listedTables(forJob), now);
  const notices = tableNotices(record, compared, now);
  if (!(await history.recordTableChanges(forJob, compared.monitored, notices, record))) return;
  await attempts.do(() => history.keepListedTables(forJob, compared.listed));
}
