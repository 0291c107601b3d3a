import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ClientConfig } from 'pg';
import { TableSink } from '../apply/table-sink';
import { Capture } from '../capture/capture';
import type { ChangeSink } from '../capture/change-sink';
import { FileSink } from '../capture/file-sink';
import { readPosition } from '../capture/position';
import { slotName } from '../capture/slots';
import { FatalLoadError, LoadStoppedError } from '../load/failures';
import { type FullLoad, runFullLoad } from '../load/full-load';
import type { LoadTarget } from '../load/target-settings';
import type { DmsParts } from './part';
import type { CapturePlace, SourceAccess, Task, TaskRun } from './resources';
import type { TaskOutcome } from './run-task';
import { captureSample, recordLoad } from './task-metrics';

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
  const { capture, isOwnSlot, path } = await clock.track(openCapture(parts, task, run, load, source));
  const keepPlace = (): void => {
    task.place = { slot: path.slot, isOwnSlot, position: capture.position, journalPath: path.journalPath };
  };
  run.capture = capture;
  keepPlace();
  try {
    if (task.migrationType === 'full-load-and-cdc') {
      await runFullLoad(load);
      run.loadFinishedAt = clock.now();
      recordLoad(task, run);
      if (task.settings.capture.afterLoad === 'stop') {
        await clock.track(capture.abandon());
        return stopped('STOPPED_AFTER_FULL_LOAD');
      }
    }
    const applied = new AbortController();
    run.reload = () => void reload(capture, load, run);
    // Asked for while the load was at its end.
    if (load.reloads.length > 0) run.reload();
    if (task.migrationType === 'full-load-and-cdc' && task.settings.capture.afterLoad === 'apply-and-stop')
      void capture.started.then(() => clock.track(capture.caughtUp())).then(() => applied.abort());
    const end = await capture.run(AbortSignal.any([run.stop.signal, applied.signal]));
    if (end === 'died') throw new LoadStoppedError('the local cloud went down');
    return stopped(run.stop.signal.aborted ? 'NORMAL' : 'STOPPED_AFTER_CACHED_EVENTS');
  } catch (error) {
    await clock.track(capture.abandon());
    throw error;
  } finally {
    keepPlace();
    run.capture = undefined;
    run.reload = undefined;
  }
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
): Promise<{ capture: Capture; isOwnSlot: boolean; path: Pick<CapturePlace, 'slot' | 'journalPath'> }> {
  const { context } = parts;
  const slot = source.slotName ?? slotName(task.arn);
  const isFresh = task.place === undefined || run.type === 'reload-target';
  const position = run.startPosition ?? (task.place === undefined ? task.startPosition : undefined);
  const from = position === undefined ? undefined : readPosition(position);
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
    withoutLoad: task.migrationType === 'cdc',
    log: load.log,
    onWritten: (figures) => task.metrics.record(context.clock.now(), captureSample(figures)),
  }).catch(async (error: unknown) => {
    await sink.close().catch(() => undefined);
    throw error;
  });
  return {
    capture,
    isOwnSlot: capture.slotCreated || (task.place?.slot === slot && task.place.isOwnSlot),
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
