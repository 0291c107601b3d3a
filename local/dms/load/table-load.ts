import type { Client } from 'pg';
import type { SelectedTable } from '../mapping/selection';
import { literal, name } from '../mapping/sql';
import type { Column } from './data-type';
import { loadCsv } from './files/csv-load';
import { loadParquet } from './files/parquet-load';
import { removeFiles } from './files/remove-files';
import type { FullLoad } from './full-load-options';
import { connectSource, readColumns, readPrimaryKey, whileConnected } from './source';
import { constant, type TargetColumns, targetColumns } from './table-columns';
import type { PreparedTable, TablePiece } from './table-pieces';
import { copyIntoTable, prepareTargetTable } from './tables/into-table';
import { type LoadTarget, loadFileName, tableFolder } from './target-settings';
import { TrackedWork } from './tracked-work';

/** Copies one table, or a segment of it, in a connection of its own, at the speed that the script allows. */
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
  const { target, clock } = load;
  const { table, progress, rows: rowsOfPieces } = piece.of;
  const startedAt = clock.now();
  if (load.forCapture && piece.condition === undefined) progress.snapshot = await openSnapshot(client);
  piece.of.prepared ??= prepare(load, piece, client, startedAt);
  const prepared = await piece.of.prepared;
  if (prepared.snapshot !== undefined) await joinSnapshot(client, prepared.snapshot.id);
  const warned = new Set<string>();
  const rowsPerSecond = slownessOf(load, table)?.rowsPerSecond;
  const failure = load.script.failureOf(`${table.schema}.${table.table}`);
  if (failure?.afterRows === 0) throw new Error(failure.message);
  const conditions = [table.where, piece.condition].flatMap((one) => (one === undefined ? [] : [`(${one})`]));
  const count = (rows: number): void => {
    rowsOfPieces[piece.index] = rows;
    progress.rows = rowsOfPieces.reduce((sum, one) => sum + one, 0);
  };
  const rows = {
    client,
    columns: prepared.columns,
    from: `FROM ${name(table.schema)}.${name(table.table)}${conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`}`,
    signal,
    onRows: async (read: number) => {
      count(read);
      progress.updatedAt = clock.now();
      if (failure !== undefined && progress.rows >= failure.afterRows) throw new Error(failure.message);
      if (rowsPerSecond === undefined) return;
      const due = startedAt.getTime() + (read / rowsPerSecond) * 1000;
      await work.sleep(due - clock.now().getTime(), signal);
    },
    warn: (line: string) => {
      if (!warned.has(line)) load.log(`DMS: ${line}`);
      warned.add(line);
    },
  };
  count(await writeRows(target, prepared, piece.filePrefix, rows));
}

type Rows = Parameters<typeof copyIntoTable>[1];

function writeRows(
  target: LoadTarget,
  { schema, table }: PreparedTable,
  filePrefix: string,
  rows: Omit<Rows, 'schema' | 'table'> & { readonly warn: (line: string) => void },
): Promise<number> {
  if (target.kind === 'tables') return copyIntoTable(target.database, { ...rows, schema, table });
  const { settings, objects } = target;
  const write = settings.format === 'csv' ? loadCsv : loadParquet;
  const folder = tableFolder(settings, schema, table);
  const fileName = (number: number): string => `${filePrefix}${loadFileName(settings, number)}`;
  return write({ ...rows, objects, target: settings, folder, fileName });
}

/** Prepares a table once, however many segments it has. */
async function prepare(
  load: FullLoad,
  piece: TablePiece,
  client: Client,
  startedAt: Date,
): Promise<PreparedTable> {
  const { target, settings } = load;
  const { table } = piece.of;
  const described = await describe(load, table, client, startedAt);
  if (target.kind === 'tables') {
    const key = await readPrimaryKey(client, table.schema, table.table);
    await prepareTargetTable(target.database, settings.prepare, { ...described, key });
  } else if (settings.prepare !== 'nothing') {
    const folder = tableFolder(target.settings, described.schema, described.table);
    await removeFiles(target.objects, target.settings.bucket, folder);
  }
  if (!load.forCapture || piece.condition === undefined) return described;
  const holder = await connectSource(load.source);
  piece.of.progress.snapshot = await openSnapshot(holder);
  const { rows } = await holder.query<{ id: string }>('SELECT pg_export_snapshot() AS id');
  return { ...described, snapshot: { id: rows[0]?.id ?? '', holder } };
}

/** Opens a snapshot and returns it as `xmin:xmax:xip,...`. Change capture leaves out what it contains. */
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
  const columns = [...fileColumns(load, target, startedAt), ...described.columns];
  if (columns.length === 0) throw new Error('no column is left to copy');
  return { ...described, columns };
}

/** Columns that only files have. */
function fileColumns({ taskStartedAt }: FullLoad, target: LoadTarget, startedAt: Date): readonly Column[] {
  if (target.kind === 'tables') return [];
  const { includeOp, stampTaskStart, timestampColumn } = target.settings;
  return [
    ...(includeOp ? [constant('Op', 'I')] : []),
    ...(timestampColumn === undefined
      ? []
      : [
          stampTaskStart
            ? constant(timestampColumn, dmsTimestamp(taskStartedAt))
            : movedAt(timestampColumn, startedAt),
        ]),
  ];
}

/** `2026-01-31 10:00:00.000000`, in UTC. */
const dmsTimestamp = (moment: Date): string => `${moment.toISOString().replace('T', ' ').slice(0, -1)}000`;

/** Time at which each row is moved: the start of its table, and the time since. */
const movedAt = (column: string, startedAt: Date): Column => ({
  name: column,
  type: { kind: 'string' },
  sql: `to_char(${literal(dmsTimestamp(startedAt))}::timestamp + (clock_timestamp() - statement_timestamp()), 'YYYY-MM-DD HH24:MI:SS.US')`,
  isRequired: true,
});
