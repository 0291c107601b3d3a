import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ClientConfig } from 'pg';
import { TableSink } from '../../apply/table-sink';
import { Capture } from '../../capture/capture';
import type { ChangeSink } from '../../capture/change-sink';
import { FileSink } from '../../capture/file-sink';
import { readPosition } from '../../capture/position';
import type { RunningCapture } from '../../capture/running-capture';
import { slotName } from '../../capture/slots';
import { FatalLoadError } from '../../load/failures';
import type { FullLoad } from '../../load/full-load-options';
import type { LoadTarget } from '../../load/target-settings';
import type { ReachSource } from '../../simulated/reach-source';
import { SimulatedCapture } from '../../simulated/simulated-capture';
import type { DmsParts } from '../dms-parts';
import type { CapturePlace, SourceAccess, Task, TaskRun } from '../resources';
import type { StopAt } from '../tasks/stop-position';
import { captureSample } from '../tasks/task-metrics';

/** Change capture that has its slot, and the place where it keeps its position. */
export interface OpenedCapture {
  readonly capture: RunningCapture;
  readonly isOwnSlot: boolean;
  readonly path: Pick<CapturePlace, 'slot' | 'journalPath'>;
}

/**
 * Opens the slot, the sink and the capture of a task. `again` after the source was lost: then the slot must
 * exist.
 */
export async function openCapture(
  parts: DmsParts,
  task: Task,
  run: TaskRun,
  load: FullLoad,
  source: SourceAccess,
  ends: StopAt,
  time: 'first' | 'again',
): Promise<OpenedCapture> {
  const { context } = parts;
  if (load.simulated !== undefined) return openSimulated(parts, task, run, load, load.simulated);
  const slot = source.slotName ?? slotName(task.arn);
  const isFresh = time === 'first' && (task.place === undefined || run.type === 'reload-target');
  const position = run.startPosition ?? (task.place === undefined ? task.startPosition : undefined);
  const from = position === undefined || time === 'again' ? undefined : readPosition(position);
  if (position !== undefined && source.slotName === undefined && task.place === undefined)
    throw new FatalLoadError(
      `Cannot start at ${position}: a PostgreSQL source keeps changes only in a replication slot; name an existing slot as SlotName of the source endpoint`,
    );
  const journalPath = join(context.dataFolder, 'dms', `${slot}-${hash(load.source, load.target)}.json`);
  const isFirst = task.place === undefined && task.startPosition === undefined;
  if (source.slotName !== undefined && task.migrationType === 'cdc' && isFirst)
    throw new FatalLoadError(
      `The slot ${source.slotName} of the source endpoint needs a task that was created with a CdcStartPosition`,
    );
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
    taskLog: load.taskLog,
    injectedFailure: (table) => parts.script.takeSuspension(table),
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
    // The slot has the name of the task, so it belongs to it, even when a crash came before that was
    // recorded.
    isOwnSlot: source.slotName === undefined,
    path: { slot, journalPath },
  };
}

function openSimulated(
  parts: DmsParts,
  task: Task,
  run: TaskRun,
  load: FullLoad,
  reach: ReachSource,
): OpenedCapture {
  const isFresh = task.place === undefined || run.type === 'reload-target';
  const capture = new SimulatedCapture({
    load,
    reach,
    withoutLoad: task.migrationType === 'cdc',
    from: isFresh ? undefined : task.place?.position,
    onWritten: (figures) => task.metrics.record(parts.context.clock.now(), captureSample(figures)),
  });
  return { capture, isOwnSlot: true, path: { slot: slotName(task.arn), journalPath: '' } };
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

/**
 * Part of the journal's name. Two tasks may use a slot one after the other, each with a journal of its own.
 */
function hash({ host, port, database }: ClientConfig, target: LoadTarget): string {
  const place =
    target.kind === 'files'
      ? [target.settings.bucket, target.settings.folder]
      : [target.database.config.host, target.database.config.database];
  const text = JSON.stringify([host, port, database, ...place]);
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
