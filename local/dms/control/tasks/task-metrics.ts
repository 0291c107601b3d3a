import type { Metric } from '../../../cloudwatch/metrics';
import type { DmsParts } from '../part';
import type { Task, TaskRun } from '../resources';

/** What CloudWatch keeps of a task (user guide, "Replication task metrics"); the units are CloudWatch's. */
const units = {
  CDCLatencySource: 'Seconds',
  CDCLatencyTarget: 'Seconds',
  CDCIncomingChanges: 'Count',
  FullLoadThroughputRowsTarget: 'Count/Second',
} as const;
export type TaskMetricName = keyof typeof units;
export type TaskSample = Readonly<Partial<Record<TaskMetricName, number>>>;

const names = Object.keys(units).filter((name): name is TaskMetricName => name in units);
const minute = 60_000;
const kept = 20_000;

/** One task's samples. DMS tells each metric every minute that the task runs; between our samples nothing happened. */
export class TaskMetrics {
  readonly #samples: { readonly at: Date; readonly sample: TaskSample }[] = [];
  readonly #runs: { readonly from: Date; to: Date | undefined }[] = [];

  begin(at: Date): void {
    this.#runs.push({ from: at, to: undefined });
  }

  end(at: Date): void {
    const last = this.#runs.at(-1);
    if (last !== undefined) last.to ??= at;
  }

  record(at: Date, sample: TaskSample): void {
    this.#samples.push({ at, sample });
    if (this.#samples.length > kept) this.#samples.shift();
  }

  points(name: TaskMetricName, from: Date, to: Date, now: Date): Metric['points'] {
    const points: { at: Date; value: number }[] = [];
    const minutes = new Set<number>();
    for (const { at, sample } of this.#samples) {
      const value = sample[name];
      if (value === undefined || at < from || at >= to) continue;
      minutes.add(Math.floor(at.getTime() / minute));
      points.push({ at, value });
    }
    for (const run of this.#runs) {
      const first = Math.ceil(Math.max(run.from.getTime(), from.getTime()) / minute);
      const last = Math.min((run.to ?? now).getTime(), to.getTime() - 1, now.getTime()) / minute;
      for (let at = first; at <= last; at += 1)
        if (!minutes.has(at)) points.push({ at: new Date(at * minute), value: 0 });
    }
    return points.sort((a, b) => a.at.getTime() - b.at.getTime());
  }
}

/** The metrics of all tasks, with what is true now as their last point. */
export function taskMetrics(parts: DmsParts, from: Date, to: Date): readonly Metric[] {
  const now = parts.context.clock.now();
  return [...parts.resources.tasks.values()].flatMap((task) => {
    const current = currentSample(parts, task, now);
    const dimensions = {
      ReplicationInstanceIdentifier: parts.resources.instance(task.instanceArn).identifier,
      // The last part of the ARN, not the identifier.
      ReplicationTaskIdentifier: task.arn.slice(task.arn.lastIndexOf(':') + 1),
    };
    return names.flatMap((name) => {
      if (name.startsWith('CDC') && task.migrationType === 'full-load') return [];
      const value = current[name];
      const past = task.metrics.points(name, from, to, now);
      const isAsked = value !== undefined && now >= from && now < to;
      const points = isAsked ? [...past.filter(({ at }) => at < now), { at: now, value }] : past;
      return [{ namespace: 'AWS/DMS', name, dimensions, unit: units[name], points }];
    });
  });
}

function currentSample({ script }: DmsParts, { run, identifier }: Task, now: Date): TaskSample {
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
  const scripted = script.latencyOf(identifier);
  return { ...load, ...captureSample({ ...figures, ...scripted }) };
}

/** Rows a second of a load that is over. */
export function recordLoad(task: Task, { tables, loadStartedAt, loadFinishedAt }: TaskRun): void {
  if (loadStartedAt === undefined || loadFinishedAt === undefined) return;
  const seconds = Math.max((loadFinishedAt.getTime() - loadStartedAt.getTime()) / 1000, 0.001);
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  task.metrics.record(loadFinishedAt, { FullLoadThroughputRowsTarget: rows / seconds });
}

/** DMS's target latency is never smaller than its source latency. */
export function captureSample(figures: {
  readonly sourceLatency: number;
  readonly targetLatency: number;
  readonly incoming: number;
}): TaskSample {
  return {
    CDCLatencySource: figures.sourceLatency,
    CDCLatencyTarget: Math.max(figures.sourceLatency, figures.targetLatency),
    CDCIncomingChanges: figures.incoming,
  };
}
