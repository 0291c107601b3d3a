import type { Clock } from '../../../clock';
import { formatLsn } from '../../capture/position';
import type { RunningCapture } from '../../capture/running-capture';
import { LoadStoppedError, SourceLostError } from '../../load/failures';
import { runFullLoad } from '../../load/full-load';
import type { FullLoad } from '../../load/full-load-options';
import { captureBegins } from '../../task-log-lines';
import type { DmsParts } from '../dms-parts';
import type { SourceAccess, Task, TaskRun } from '../resources';
import { recordLoad } from '../tasks/metrics-of-tasks';
import { StopAt } from '../tasks/stop-position';
import { type OpenedCapture, openCapture } from './open-capture';
import { pause, retryWait } from './retries';
import type { TaskOutcome } from './task-outcome';

/**
 * Runs a task with change capture: first the slot, so that nothing is missed, then the load where requested,
 * then changes until it is stopped. Throws the reason for a failed task, and LoadStoppedError when it was
 * stopped during the load.
 */
export async function runCapture(
  parts: DmsParts,
  task: Task,
  run: TaskRun,
  load: FullLoad,
  source: SourceAccess,
): Promise<TaskOutcome> {
  const { clock } = parts.context;
  const ends = new StopAt(task, clock);
  let opened = await clock.track(openCapture(parts, task, run, load, source, ends, 'first'));
  try {
    if (task.migrationType === 'full-load-and-cdc') {
      enter(parts, task, run, opened);
      await loadAll(task, run, load, clock);
      if (task.settings.capture.afterLoad === 'stop') {
        await clock.track(opened.capture.abandon());
        return stopped('STOPPED_AFTER_FULL_LOAD');
      }
    }
    for (;;) {
      try {
        return await follow(parts, task, run, load, opened, ends, clock);
      } catch (error) {
        leave(task, run, opened);
        await clock.track(opened.capture.abandon());
        const again = await reopen(error, task, run, clock, () =>
          openCapture(parts, task, run, load, source, ends, 'again'),
        );
        if (again === 'stopped') return stopped('NORMAL');
        opened = again;
      }
    }
  } catch (error) {
    await clock.track(opened.capture.abandon());
    throw error;
  } finally {
    ends.forget();
    leave(task, run, opened);
  }
}

function enter(parts: DmsParts, task: Task, run: TaskRun, opened: OpenedCapture): void {
  run.capture = opened.capture;
  keepPlace(task, opened);
  parts.logs.write(task, captureBegins(formatLsn(opened.capture.position)));
  parts.keep();
}

function leave(task: Task, run: TaskRun, opened: OpenedCapture): void {
  keepPlace(task, opened);
  run.capture = undefined;
  run.reload = undefined;
}

function keepPlace(task: Task, { capture, isOwnSlot, path }: OpenedCapture): void {
  task.place = { slot: path.slot, isOwnSlot, position: capture.position, journalPath: path.journalPath };
}

async function loadAll(task: Task, run: TaskRun, load: FullLoad, clock: Clock): Promise<void> {
  await runFullLoad(load);
  const { loadedBefore } = run;
  if (loadedBefore === undefined || hasLoaded(run)) {
    run.loadFinishedAt = clock.now();
    recordLoad(task, run);
  } else {
    run.loadStartedAt = loadedBefore.startedAt;
    run.loadFinishedAt = loadedBefore.finishedAt;
  }
}

/** Reads changes until something ends it. Throws SourceLostError among others. */
async function follow(
  parts: DmsParts,
  task: Task,
  run: TaskRun,
  load: FullLoad,
  opened: OpenedCapture,
  ends: StopAt,
  clock: Clock,
): Promise<TaskOutcome> {
  const { capture } = opened;
  enter(parts, task, run, opened);
  const applied = new AbortController();
  run.reload = () => void reload(capture, load, run);
  // Requested at the end of the load.
  if (load.reloads.length > 0) run.reload();
  if (task.migrationType === 'full-load-and-cdc' && task.settings.capture.afterLoad === 'apply-and-stop')
    void capture.started.then(() => clock.track(capture.caughtUp())).then(() => applied.abort());
  const end = await capture.run(AbortSignal.any([run.stop.signal, applied.signal, ends.signal]));
  if (end === 'died') throw new LoadStoppedError('the local cloud has stopped');
  if (run.stop.signal.aborted) return stopped('NORMAL');
  return stopped(ends.reached() ?? 'STOPPED_AFTER_CACHED_EVENTS');
}

/**
 * Reopens the capture after a lost source, which is a recoverable error: the task stays `running` during the
 * retries.
 */
async function reopen(
  lost: unknown,
  task: Task,
  run: TaskRun,
  clock: Clock,
  open: () => Promise<OpenedCapture>,
): Promise<OpenedCapture | 'stopped'> {
  let error = lost;
  for (let attempt = 1; ; attempt += 1) {
    const seconds =
      error instanceof SourceLostError ? retryWait(task.settings.capture.retries, attempt) : undefined;
    if (seconds === undefined) throw error;
    await pause(clock, seconds, run.stop.signal);
    if (run.stop.signal.aborted) return 'stopped';
    try {
      return await clock.track(open());
    } catch (next) {
      error = next;
    }
  }
}

/**
 * True when a table has been loaded since the run began. A resumed task whose load is complete loads none.
 */
function hasLoaded({ tables, startedAt }: TaskRun): boolean {
  return tables.some((table) => table.startedAt !== undefined && table.startedAt >= startedAt);
}

const stopped = (reason: string): TaskOutcome => ({
  status: 'stopped',
  stopReason: `Stop Reason ${reason}`,
  lastFailure: undefined,
});

/**
 * Loads the tables of ReloadTables. Changes wait meanwhile, and those that the load has read are left out.
 */
async function reload(capture: RunningCapture, load: FullLoad, run: TaskRun): Promise<void> {
  try {
    await capture.between(() =>
      run.reloads.length === 0 ? Promise.resolve() : runFullLoad({ ...load, onlyReloads: true }),
    );
  } catch (error) {
    if (!(error instanceof LoadStoppedError)) capture.fail(error);
  }
}
