import type { Metric } from '../../../cloudwatch/metrics';
import type { DmsParts } from '../dms-parts';
import type { Task, TaskRun } from '../resources';
import { captureSample, metricNames, metricUnits, type TaskSample } from './task-metrics';

/** Metrics of all tasks, with the current values as their last points. */
export function taskMetrics(parts: DmsParts, from: Date, to: Date): readonly Metric[] {
  const now = parts.context.clock.now();
  return [...parts.resources.tasks.values()].flatMap((task) => {
    const current = currentSample(task, now);
    const scripted = scriptedSample(parts, task);
    const dimensions = {
      ReplicationInstanceIdentifier: parts.resources.instance(task.instanceArn).identifier,
      // The last part of the ARN, not the identifier.
      ReplicationTaskIdentifier: task.arn.slice(task.arn.lastIndexOf(':') + 1),
    };
    return metricNames.flatMap((name) => {
      if (name.startsWith('CDC') && task.migrationType === 'full-load') return [];
      const value = current[name];
      const past = task.metrics.points(name, from, to, now);
      const isAsked = value !== undefined && now >= from && now < to;
      const real = isAsked ? [...past.filter(({ at }) => at < now), { at: now, value }] : past;
      const points =
        scripted[name] === undefined ? real : real.map(({ at }) => ({ at, value: scripted[name] ?? 0 }));
      return [{ namespace: 'AWS/DMS', name, dimensions, unit: metricUnits[name], points }];
    });
  });
}

function scriptedSample({ script }: DmsParts, { identifier }: Task): TaskSample {
  const latency = script.latencyOf(identifier);
  return latency === undefined
    ? {}
    : { CDCLatencySource: latency.sourceLatency, CDCLatencyTarget: latency.targetLatency };
}

function currentSample({ run }: Task, now: Date): TaskSample {
  if (run === undefined || run.stoppedAt !== undefined) return {};
  const loading = run.tables.filter(
    ({ startedAt, endedAt }) => startedAt !== undefined && endedAt === undefined,
  );
  const rate = loading.reduce(
    (sum, { rows, startedAt = now }) =>
      sum + rows / Math.max((now.getTime() - startedAt.getTime()) / 1000, 0.001),
    0,
  );
  const load = loading.length === 0 ? {} : { FullLoadThroughputRowsTarget: rate };
  const figures = run.capture?.figures();
  if (figures === undefined) return load;
  return { ...load, ...captureSample(figures) };
}

/** Records the rows per second of a finished load. */
export function recordLoad(task: Task, { tables, loadStartedAt, loadFinishedAt }: TaskRun): void {
  if (loadStartedAt === undefined || loadFinishedAt === undefined) return;
  const seconds = Math.max((loadFinishedAt.getTime() - loadStartedAt.getTime()) / 1000, 0.001);
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  task.metrics.record(loadFinishedAt, { FullLoadThroughputRowsTarget: rows / seconds });
}
