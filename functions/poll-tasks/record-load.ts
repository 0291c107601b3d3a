import type { InFlightRun } from '../../core/runs/record/in-flight-run';
import type { Task } from '../../core/runs/task/task';
import type { PollPorts } from './poll-ports';

/** Records the end of the load of a full-load-and-cdc job. DMS has no event for it (docs/pitfalls.md#full-load-followed-by-changes). */
export async function recordLoad(
  { history, retentionDays }: PollPorts,
  { run, forJob, livesOn, since, start }: InFlightRun,
  task: Task,
  now: Date,
): Promise<void> {
  const { statistics } = task;
  if (livesOn !== 'full-load-and-cdc' || task.status !== 'running' || statistics === undefined) return;
  // A task that ran before may have loaded before. A first start belongs to this run, with or without a date.
  const isFirst = start !== undefined && start.previousStartedAt === undefined;
  if (!isFirst && (statistics.loadFinishedAt ?? '') < since) return;
  const at = now.toISOString();
  await history.recordPhase(run, 'loadFinished', at);
  const { tablesLoaded, tablesErrored } = statistics;
  const detail = `${tablesLoaded} tables loaded, ${tablesErrored} in error; changes are replicated from now on`;
  await history.recordEvent(forJob, { at, kind: 'load-complete', detail, run }, retentionDays);
}
