import type { DeployedTaskDefinition } from '../../../aws/deployed-jobs';
import type { TableRecord } from '../../../core/runs/record/table-record';
import {
  type Latency,
  latencyAlarm,
  secondsBehind,
  totalOf,
  withPoint,
} from '../../../core/runs/replication/latency';
import type { Replication } from '../../../core/runs/replication/replication';
import type { Operations } from '../../../core/runs/replication/series';
import type { Task } from '../../../core/runs/task/task';
import type { Attempts } from '../attempts';
import { followLoads } from '../follow-loads';
import { clearAlert, raiseAlert, recordEvent } from '../notify';
import type { PollPorts } from '../poll-ports';
import { monitorTables } from './monitor-tables';

/** Running task of a CDC job, which a poll measures. */
export interface MonitoredTask {
  readonly record: Replication;
  readonly task: Task;
  readonly latency: Latency | undefined;
  /** Absent while a run of the job is in flight, and in polls that do not read it. */
  readonly definition: DeployedTaskDefinition | undefined;
}

/** Records latency and rows of a running task as a point of its series, and what happened to its tables, if they were read. */
export async function measure(
  ports: PollPorts,
  attempts: Attempts,
  { record, task, latency, definition }: MonitoredTask,
  tables: readonly TableRecord[] | undefined,
  now: Date,
): Promise<void> {
  const { history } = ports;
  const made = tables === undefined ? undefined : changesIn(tables);
  if (tables !== undefined)
    await attempts.do(() => monitorTables(ports, attempts, record, task, tables, now));
  if (tables !== undefined && definition !== undefined)
    await attempts.do(() => followLoads(ports, record, tables, definition, now));
  const measured = await attempts.take(async () => {
    const before = await history.series(record.forJob);
    const series = withPoint(before, latency, made, now);
    await history.recordSeries(record.forJob, series, before);
    const isMore = made !== undefined && totalOf(made) > (before?.changes?.total ?? 0);
    const { rows, operations } = series.points.at(-1) ?? {};
    return { isMore, rowsPerMinute: rows, operationsPerMinute: operations };
  }, undefined);
  await attempts.do(() =>
    history.recordSeen(record.forJob, {
      seen: record.seen,
      latency,
      rowsPerMinute: measured?.rowsPerMinute,
      operationsPerMinute: measured?.operationsPerMinute,
      lastChangeAt: measured?.isMore === true ? now.toISOString() : undefined,
    }),
  );
}

/** Raises or clears the latency alarm of a running task. */
export async function checkLatencyAlarm(
  ports: PollPorts,
  attempts: Attempts,
  record: Replication,
  latency: Latency | undefined,
  now: Date,
): Promise<void> {
  if (latency === undefined) return;
  const alarm = latencyAlarm(record, latency);
  if (alarm === 'none') return;
  const detail = `${Math.round(secondsBehind(latency))} s behind; max-latency is ${record.maxLatencySeconds} s`;
  const [kind, change] =
    alarm === 'raise' ? (['latency-high', raiseAlert] as const) : (['latency-well', clearAlert] as const);
  await attempts.do(() => recordEvent(ports, record, kind, detail, now));
  await attempts.do(() => change(ports, record, 'latency', detail, now));
}

function changesIn(tables: readonly TableRecord[]): Operations {
  const sumOf = (operation: 'inserts' | 'updates' | 'deletes'): number =>
    tables.reduce((sum, { changes }) => sum + (changes?.[operation] ?? 0), 0);
  return [sumOf('inserts'), sumOf('updates'), sumOf('deletes')];
}
