import type { Client } from 'pg';
import type { SelectedTable } from '../mapping/selection';
import { literal, name } from '../mapping/sql';
import { loadCsv } from './csv-load';
import { TargetError } from './failures';
import type { FullLoad } from './full-load';
import { loadParquet } from './parquet-load';
import { connectSource, readColumns, whileConnected } from './source';
import { constant, type TargetColumns, targetColumns } from './table-columns';
import type { PreparedTable, TablePiece } from './table-pieces';
import { loadFileName, tableFolder } from './target-settings';
import { TrackedWork } from './tracked-work';

/** Copies one table, or a segment of it, in a connection of its own, as fast as the script lets it. */
export async function loadPiece(load: FullLoad, piece: TablePiece, signal: AbortSignal): Promise<void> {
  const work = new TrackedWork(load.clock);
  await work.run(async () => {
    const client = await connectSource(load.source);
    try {
      const seconds = piece.index === 0 ? slownessOf(load, piece.of.table)?.secondsPerTable : 0;
      await work.sleep((seconds ?? 0) * 1000, signal);
      await whileConnected(() => copyPiece(load, piece, signal, client, work));
    } finally {
      await client.end().catch(() => undefined);
    }
  });
}

async function copyPiece(
  load: FullLoad,
  piece: TablePiece,
  signal: AbortSignal,
  client: Client,
  work: TrackedWork,
): Promise<void> {
  const { target, objects, clock } = load;
  const { table, progress, rows: rowsOfPieces } = piece.of;
  const startedAt = clock.now();
  if (load.forCapture && piece.condition === undefined) progress.snapshot = await openSnapshot(client);
  piece.of.prepared ??= prepare(load, piece, client, startedAt);
  const { columns, folder, snapshot } = await piece.of.prepared;
  if (snapshot !== undefined) await joinSnapshot(client, snapshot.id);
  const warned = new Set<string>();
  const rowsPerSecond = slownessOf(load, table)?.rowsPerSecond;
  const failure = load.script.failureOf(`${table.schema}.${table.table}`);
  if (failure?.afterRows === 0) throw new Error(failure.message);
  const conditions = [table.where, piece.condition].flatMap((one) => (one === undefined ? [] : [`(${one})`]));
  const write = target.format === 'csv' ? loadCsv : loadParquet;
  const count = (rows: number): void => {
    rowsOfPieces[piece.index] = rows;
    progress.rows = rowsOfPieces.reduce((sum, one) => sum + one, 0);
  };
  const written = await write({
    client,
    objects,
    target,
    folder,
    fileName: (number) => `${piece.filePrefix}${loadFileName(target, number)}`,
    columns,
    from: `FROM ${name(table.schema)}.${name(table.table)}${conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`}`,
    signal,
    onRows: async (rows) => {
      count(rows);
      progress.updatedAt = clock.now();
      if (failure !== undefined && progress.rows >= failure.afterRows) throw new Error(failure.message);
      if (rowsPerSecond === undefined) return;
      const due = startedAt.getTime() + (rows / rowsPerSecond) * 1000;
      await work.sleep(due - clock.now().getTime(), signal);
    },
    warn: (line) => {
      if (!warned.has(line)) load.log(`DMS: ${line}`);
      warned.add(line);
    },
  });
  count(written);
}

/** What is done once for a table, whatever the number of its segments. */
async function prepare(
  load: FullLoad,
  piece: TablePiece,
  client: Client,
  startedAt: Date,
): Promise<PreparedTable> {
  const described = await describe(load, piece.of.table, client, startedAt);
  const folder = tableFolder(load.target, described.schema, described.table);
  if (load.settings.clearTarget) await clear(load, folder);
  if (!load.forCapture || piece.condition === undefined) return { ...described, folder };
  const holder = await connectSource(load.source);
  piece.of.progress.snapshot = await openSnapshot(holder);
  const { rows } = await holder.query<{ id: string }>('SELECT pg_export_snapshot() AS id');
  return { ...described, folder, snapshot: { id: rows[0]?.id ?? '', holder } };
}

/** What the rows that follow show, as `xmin:xmax:xip,...`: change capture leaves out what is in them already. */
async function openSnapshot(client: Client): Promise<string> {
  await client.query(beginReading);
  const { rows } = await client.query<{ snapshot: string }>('SELECT pg_current_snapshot()::text AS snapshot');
  return rows[0]?.snapshot ?? '';
}

async function joinSnapshot(client: Client, id: string): Promise<void> {
  await client.query(beginReading);
  await client.query(`SET TRANSACTION SNAPSHOT ${literal(id)}`);
}

const beginReading = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

const slownessOf = (load: FullLoad, table: SelectedTable) =>
  load.script.slownessOf(`${table.schema}.${table.table}`);

async function describe(
  load: FullLoad,
  table: SelectedTable,
  client: Client,
  startedAt: Date,
): Promise<TargetColumns> {
  const { target, settings, sourceTypes, mappings } = load;
  const source = await readColumns(client, table.schema, table.table);
  const columnSettings = { transformations: mappings.transformations, sourceTypes, ...settings };
  const described = targetColumns(columnSettings, table, source);
  const op = target.includeOp ? [constant('Op', 'I')] : [];
  const moment = target.stampTaskStart ? load.taskStartedAt : startedAt;
  const stamp =
    target.timestampColumn === undefined ? [] : [constant(target.timestampColumn, dmsTimestamp(moment))];
  const columns = [...op, ...stamp, ...described.columns];
  if (columns.length === 0) throw new Error('no column is left to copy');
  return { ...described, columns };
}

/** `2026-01-31 10:00:00.000000`, in UTC. */
const dmsTimestamp = (moment: Date): string => `${moment.toISOString().replace('T', ' ').slice(0, -1)}000`;

async function clear({ objects, target }: FullLoad, folder: string): Promise<void> {
  try {
    for (const { key } of await objects.list(target.bucket, folder)) await objects.delete(target.bucket, key);
  } catch (error) {
    throw new TargetError(`Failed to remove the earlier files of ${folder}`, error);
  }
}
