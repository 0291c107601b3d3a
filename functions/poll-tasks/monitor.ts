import type { TableRecord } from '../../core/runs/record/table-record';
import { type Latency, latencyAlarm, secondsBehind, withPoint } from '../../core/runs/replication/latency';
import type { Replication } from '../../core/runs/replication/replication';
import type { Task } from '../../core/runs/task/task';
import { clearAlert, raiseAlert, recordEvent } from './notify';
import type { PollPorts } from './poll-ports';

/** Records latency and rows of a running task as a point of its series, and raises or clears its latency alarm. */
export async function monitor(
  ports: PollPorts,
  record: Replication,
  task: Task,
  latency: Latency | undefined,
  now: Date,
  withTables: boolean,
): Promise<void> {
  const { history, dms } = ports;
  const total = withTables ? changesIn(await dms.tableStatistics(task.arn)) : undefined;
  const before = await history.series(record.forJob);
  await history.recordSeries(record.forJob, withPoint(before, latency, total, now), before);
  const isMore = total !== undefined && total > (before?.changes?.total ?? 0);
  await history.recordSeen(record.forJob, {
    seen: record.seen,
    latency,
    lastChangeAt: isMore ? now.toISOString() : undefined,
  });

  if (latency === undefined) return;
  const alarm = latencyAlarm(record, latency);
  const detail = `${Math.round(secondsBehind(latency))} s behind; max-latency is ${record.maxLatencySeconds} s`;
  if (alarm === 'raise') {
    await recordEvent(ports, record, 'latency-high', detail, now);
    await raiseAlert(ports, record, 'latency', detail, now);
  }
  if (alarm === 'clear') {
    await recordEvent(ports, record, 'latency-well', detail, now);
    await clearAlert(ports, record, 'latency', detail, now);
  }
}

function changesIn(tables: readonly TableRecord[]): number {
  return tables.reduce(
    (sum, { changes }) =>
      sum + (changes === undefined ? 0 : changes.inserts + changes.updates + changes.deletes),
    0,
  );
}
