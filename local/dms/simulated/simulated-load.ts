import type { Clock } from '../../clock';
import { LoadStoppedError } from '../load/failures';
import type { FullLoad } from '../load/full-load-options';
import type { TablePiece } from '../load/table-pieces';
import { type LoadTarget, loadFileName, tableFolder } from '../load/target-settings';
import { transformTable } from '../mapping/transformation';
import { findTable, type ReachSource } from './reach-source';
import { simulatedFile } from './simulated-file';

/** Number of times that a load reports its rows. */
const reports = 4;

/** Loads a table, or a segment of it, in the time that its source defines. */
export async function loadSimulatedPiece(
  load: FullLoad,
  reach: ReachSource,
  piece: TablePiece,
  signal: AbortSignal,
): Promise<void> {
  const { clock, target, script } = load;
  const { table, progress, rows: rowsOfPieces } = piece.of;
  const found = findTable(reach(), table);
  if (found === undefined) throw new Error(`relation "${table.schema}.${table.table}" does not exist`);
  const name = `${table.schema}.${table.table}`;
  const slowness = script.slownessOf(name);
  const failure = script.failureOf(name);
  const pieces = rowsOfPieces.length;
  const rows = Math.floor(found.rows / pieces) + (piece.index < found.rows % pieces ? 1 : 0);
  const staged = transformTable(load.mappings.transformations, { ...table, columns: [] });
  if (piece.index === 0) await clearFolder(load, staged);
  const seconds =
    slowness?.rowsPerSecond === undefined ? found.loadSeconds / pieces : rows / slowness.rowsPerSecond;
  await pause(clock, slowness?.secondsPerTable ?? 0, signal);
  for (let part = 1; part <= reports; part += 1) {
    if (failure !== undefined && progress.rows >= failure.afterRows) throw new Error(failure.message);
    await pause(clock, seconds / reports, signal);
    reach();
    rowsOfPieces[piece.index] = Math.floor((rows * part) / reports);
    progress.rows = rowsOfPieces.reduce((sum, one) => sum + one, 0);
    progress.updatedAt = clock.now();
  }
  if (failure !== undefined && progress.rows >= failure.afterRows) throw new Error(failure.message);
  if (target.kind === 'tables' || rows === 0) return;
  const { settings, objects } = target;
  const key = `${tableFolder(settings, staged.schema, staged.table)}${piece.filePrefix}${loadFileName(settings, 1)}`;
  await objects.put(settings.bucket, key, simulatedFile(settings, rows, String(clock.now().getTime())));
}

async function clearFolder(
  { target, settings }: { readonly target: LoadTarget; readonly settings: FullLoad['settings'] },
  staged: { readonly schema: string; readonly table: string },
): Promise<void> {
  if (target.kind === 'tables' || settings.prepare === 'nothing') return;
  const folder = tableFolder(target.settings, staged.schema, staged.table);
  for (const { key } of await target.objects.list(target.settings.bucket, folder))
    await target.objects.delete(target.settings.bucket, key);
}

/** Throws LoadStoppedError when `signal` fires first. */
function pause(clock: Clock, seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      cancel();
      reject(new LoadStoppedError('the load was stopped'));
    };
    const cancel = clock.schedule(new Date(clock.now().getTime() + seconds * 1000), () => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
