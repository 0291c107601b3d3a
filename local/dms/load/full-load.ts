import { type SelectedTable, selectTables } from '../mapping/selection';
import { FatalLoadError, LoadStoppedError, noTables, SourceLostError, TargetError } from './failures';
import type { FullLoad } from './full-load-options';
import { noChanges, type TableProgress } from './progress';
import { connectSource, listTables, whileConnected } from './source';
import { loadPiece } from './table-load';
import { piecesOf, releaseTable, type TablePiece } from './table-pieces';
import { sourceTables } from '../simulated/reach-source';
import { loadSimulatedPiece } from '../simulated/simulated-load';
import { loadBegins, loadEnds, loadFails } from '../task-log-lines';
import { TrackedWork } from './tracked-work';

/**
 * Loads every selected table that is not completed in `progress`. Resolves when all are done, with or without
 * table errors. Throws SourceLostError, TargetError, FatalLoadError, or LoadStoppedError.
 */
export async function runFullLoad(load: FullLoad): Promise<void> {
  if (load.settings.lobs === 'full' && load.target.kind === 'files')
    throw new FatalLoadError(
      'FullLobMode is not available for S3 targets; set LimitedSizeLobMode and LobMaxSize instead',
    );
  const tables = await new TrackedWork(load.clock).run(() => findTables(load));
  if (tables.length === 0 && load.settings.failOnNoTables) throw new FatalLoadError(noTables);
  const queue = load.onlyReloads ? [] : enqueue(load, tables);
  // The first fatal error, or a stop, ends the work on all tables.
  const halt = new AbortController();
  const signal = AbortSignal.any([load.signal, halt.signal]);
  let fatal: unknown;
  const worker = async (): Promise<void> => {
    const take = (): TablePiece | undefined => {
      if (queue.length === 0) queue.push(...takeReload(load, tables));
      return queue.shift();
    };
    for (let next = take(); next !== undefined && !signal.aborted; next = take()) {
      try {
        await loadNext(load, next, signal);
      } catch (error) {
        if (!(error instanceof LoadStoppedError)) fatal ??= error;
        halt.abort();
      }
    }
  };
  await Promise.all(Array.from({ length: load.settings.subTasks }, worker));
  for (const { of } of queue) await new TrackedWork(load.clock).run(() => releaseTable(of));
  if (fatal !== undefined) throw fatal;
  if (load.signal.aborted) throw new LoadStoppedError('the load was stopped');
}

async function findTables({
  source,
  simulated,
  mappings,
  forCapture,
}: FullLoad): Promise<readonly SelectedTable[]> {
  if (simulated !== undefined) return selectTables(mappings, sourceTables(simulated()));
  const client = await connectSource(source);
  try {
    const tables = await whileConnected(() => listTables(client));
    // Views belong to tasks that only load (user guide, "Selection rules").
    return selectTables(mappings, forCapture ? tables.filter(({ kind }) => kind === 'table') : tables);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function enqueue({ progress, clock, mappings }: FullLoad, tables: readonly SelectedTable[]): TablePiece[] {
  const known = new Map(progress.map((row) => [`${row.schema}\0${row.table}`, row]));
  return tables.flatMap((table) => {
    let row = known.get(`${table.schema}\0${table.table}`);
    if (row === undefined) {
      const { schema, table: name, estimatedRows } = table;
      row = { schema, table: name, estimatedRows, ...beforeLoad(clock.now()), ...noChanges() };
      progress.push(row);
    }
    return row.state === 'Table completed'
      ? []
      : piecesOf(mappings, table, Object.assign(row, beforeLoad(clock.now())));
  });
}

/** Takes a table to load again, once its load is over. */
function takeReload(
  { reloads, progress, clock, mappings }: FullLoad,
  tables: readonly SelectedTable[],
): readonly TablePiece[] {
  for (const [index, { schema, table: name }] of reloads.entries()) {
    const row = progress.find((one) => one.schema === schema && one.table === name);
    const table = tables.find((one) => one.schema === schema && one.table === name);
    if (row?.endedAt === undefined || table === undefined) continue;
    reloads.splice(index, 1);
    return piecesOf(mappings, table, Object.assign(row, beforeLoad(clock.now()), { reloaded: true }));
  }
  return [];
}

function beforeLoad(
  now: Date,
): Omit<TableProgress, 'schema' | 'table' | 'estimatedRows' | 'seen' | 'applied'> {
  return {
    snapshot: undefined,
    state: 'Before load',
    rows: 0,
    reloaded: false,
    startedAt: undefined,
    endedAt: undefined,
    updatedAt: now,
    error: undefined,
  };
}

async function loadNext(load: FullLoad, piece: TablePiece, taskSignal: AbortSignal): Promise<void> {
  const { clock, settings } = load;
  const { table, progress, halt } = piece.of;
  const signal = AbortSignal.any([taskSignal, halt.signal]);
  const id = load.progress.indexOf(progress) + 1;
  const end = (state: TableProgress['state'], error?: string): void => {
    progress.state = state;
    progress.error = error;
    progress.endedAt = clock.now();
    progress.updatedAt = clock.now();
    load.onTable();
  };
  try {
    // The table has failed in another segment.
    if (halt.signal.aborted) return;
    if (progress.startedAt === undefined) load.taskLog(loadBegins(table, id));
    progress.startedAt ??= clock.now();
    progress.state = progress.reloaded ? 'Table is being reloaded' : 'Full load';
    load.onTable();
    if (load.simulated === undefined) await loadPiece(load, piece, signal);
    else await loadSimulatedPiece(load, load.simulated, piece, signal);
    if (piece.of.left === 1 && !halt.signal.aborted) {
      end('Table completed');
      load.taskLog(...loadEnds(progress, id));
    }
  } catch (error) {
    if (halt.signal.aborted) return;
    halt.abort();
    if (taskSignal.aborted || error instanceof LoadStoppedError) {
      end('Table cancelled');
      throw new LoadStoppedError('the load was stopped', { cause: error });
    }
    const message = error instanceof Error ? error.message : String(error);
    end('Table error', message);
    load.taskLog(...loadFails(table, message));
    load.log(`DMS: table ${table.schema}.${table.table} failed: ${message}`);
    if (error instanceof SourceLostError || error instanceof TargetError) throw error;
    const failed = load.progress.filter(({ state }) => state === 'Table error').length;
    const tooMany = settings.stopAfterTableErrors > 0 && failed >= settings.stopAfterTableErrors;
    if (settings.stopOnTableError || tooMany)
      throw new FatalLoadError(`Table '${table.schema}'.'${table.table}' failed: ${message}`, {
        cause: error,
      });
  } finally {
    piece.of.left -= 1;
    if (piece.of.left === 0) await new TrackedWork(clock).run(() => releaseTable(piece.of));
  }
}
