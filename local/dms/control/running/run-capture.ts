import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ClientConfig } from 'pg';
import type { Clock } from '../../../clock';
import { TableSink } from '../../apply/table-sink';
import { Capture } from '../../capture/capture';
import type { ChangeSink } from '../../capture/change-sink';
import { FileSink } from '../../capture/file-sink';
import { readPosition } from '../../capture/position';
import { slotName } from '../../capture/slots';
import { FatalLoadError, LoadStoppedError, SourceLostError } from '../../load/failures';
import { type FullLoad, runFullLoad } from '../../load/full-load';
import type { LoadTarget } from '../../load/target-settings';
import type { DmsParts } from '../part';
import type { CapturePlace, SourceAccess, Task, TaskRun } from '../resources';
import { StopAt } from '../tasks/stop-position';
import { captureSample, recordLoad } from '../tasks/task-metrics';
import { pause, retryWait } from './retries';
import type { TaskOutcome } from './run-task';

/**
 * A task with change capture: the slot first, so that nothing is missed; then, where asked for, the load; then changes, until
 * it is stopped. Throws what ends the task as failed, and LoadStoppedError when it was stopped while it loaded.
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

interface Opened {
  readonly capture: Capture;
  readonly isOwnSlot: boolean;
  readonly path: Pick<CapturePlace, 'slot' | 'journalPath'>;
}

function enter(parts: DmsParts, task: Task, run: TaskRun, opened: Opened): void {
  run.capture = opened.capture;
  keepPlace(task, opened);
  parts.keep();
}

function leave(task: Task, run: TaskRun, opened: Opened): void {
  keepPlace(task, opened);
  run.capture = undefined;
  run.reload = undefined;
}

function keepPlace(task: Task, { capture, isOwnSlot, path }: Opened): void {
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
  opened: Opened,
  ends: StopAt,
  clock: Clock,
): Promise<TaskOutcome> {
  const { capture } = opened;
  enter(parts, task, run, opened);
  const applied = new AbortController();
  run.reload = () => void reload(capture, load, run);
  // Asked for while the load was at its end.
  if (load.reloads.length > 0) run.reload();
  if (task.migrationType === 'full-load-and-cdc' && task.settings.capture.afterLoad === 'apply-and-stop')
    void capture.started.then(() => clock.track(capture.caughtUp())).then(() => applied.abort());
  const end = await capture.run(AbortSignal.any([run.stop.signal, applied.signal, ends.signal]));
  if (end === 'died') throw new LoadStoppedError('the local cloud went down');
  if (run.stop.signal.aborted) return stopped('NORMAL');
  return stopped(ends.reached() ?? 'STOPPED_AFTER_CACHED_EVENTS');
}

/** A source that is lost while changes are followed is a recoverable error: the task stays `running` while it is tried again. */
async function reopen(
  lost: unknown,
  task: Task,
  run: TaskRun,
  clock: Clock,
  open: () => Promise<Opened>,
): Promise<Opened | 'stopped'> {
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

/** Whether a table has been loaded since the run began: a resume of a task whose load is complete loads none. */
function hasLoaded({ tables, startedAt }: TaskRun): boolean {
  return tables.some((table) => table.startedAt !== undefined && table.startedAt >= startedAt);
}

const stopped = (reason: string): TaskOutcome => ({
  status: 'stopped',
  stopReason: `Stop Reason ${reason}`,
  lastFailure: undefined,
});

async function openCapture(
  parts: DmsParts,
  task: Task,
  run: TaskRun,
  load: FullLoad,
  source: SourceAccess,
  ends: StopAt,
  time: 'first' | 'again',
): Promise<Opened> {
  const { context } = parts;
  const slot = source.slotName ?? slotName(task.arn);
  const isFresh = time === 'first' && (task.place === undefined || run.type === 'reload-target');
  const position = run.startPosition ?? (task.place === undefined ? task.startPosition : undefined);
  const from = position === undefined || time === 'again' ? undefined : readPosition(position);
  if (position !== undefined && source.slotName === undefined && task.place === undefined)
    throw new FatalLoadError(
      `Cannot start at ${position}: a PostgreSQL source keeps changes only in a replication slot; name one that is there as SlotName of the source endpoint`,
    );
  const journalPath = join(context.dataFolder, 'dms', `${slot}-${hash(load.source, load.target)}.json`);
  const { settings } = task;
  const sink = await openSink(task, load, source, slot, journalPath);
  const capture = await Capture.open({
    source: load.source,
    sink,
    mappings: task.mappings,
    failOnNoTables: settings.load.failOnNoTables,
    slot,
    mayCreateSlot: source.slotName === undefined && isFresh,
    from: from ?? task.place?.position,
    clock: context.clock,
    progress: load.progress,
    lastCommit: ends.lastCommit,
    onPastStop: () => ends.pastCommit(),
    withoutLoad: task.migrationType === 'cdc',
    log: load.log,
    onWritten: (figures) => {
      task.metrics.record(context.clock.now(), captureSample(figures));
      parts.keep();
    },
  }).catch(async (error: unknown) => {
    await sink.close().catch(() => undefined);
    throw error;
  });
  return {
    capture,
    // Named after the task, so nobody else's: also when a death came between its making and what is remembered of it.
    isOwnSlot: source.slotName === undefined,
    path: { slot, journalPath },
  };
}

function openSink(
  task: Task,
  { target }: FullLoad,
  source: SourceAccess,
  slot: string,
  journalPath: string,
): Promise<ChangeSink> {
  const { settings, mappings } = task;
  const columns = {
    transformations: mappings.transformations,
    sourceTypes: source.types,
    ...settings.load,
  };
  const { handleTruncate } = settings.capture;
  const { stopOnTableError } = settings.load;
  if (target.kind === 'tables')
    return TableSink.open({
      database: target.database,
      slot,
      task: task.identifier,
      columns,
      apply: settings.apply,
      handleTruncate,
      stopOnTableError,
    });
  const { settings: files, objects } = target;
  const batch = { target: files, columns, handleTruncate, stopOnTableError };
  return FileSink.open({ target: files, objects, batch, journalPath });
}

/** Two tasks may use a slot one after the other; what was written where is kept apart. */
function hash({ host, port, database }: ClientConfig, target: LoadTarget): string {
  const place =
    target.kind === 'files'
      ? [target.settings.bucket, target.settings.folder]
      : [target.database.config.host, target.database.config.database];
  const text = JSON.stringify([host, port, database, ...place]);
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

/** Loads the tables that ReloadTables named; changes wait meanwhile, and those that the load has read are left out. */
async function reload(capture: Capture, load: FullLoad, run: TaskRun): Promise<void> {
  try {
    await capture.between(() =>
      run.reloads.length === 0 ? Promise.resolve() : runFullLoad({ ...load, onlyReloads: true }),
    );
  } catch (error) {
    if (!(error instanceof LoadStoppedError)) capture.fail(error);
  }
}
