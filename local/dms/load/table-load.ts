import type { Client } from 'pg';
import type { SelectedTable } from '../mapping/selection';
import { name } from '../mapping/sql';
import { loadCsv } from './csv-load';
import type { Column } from './data-type';
import { TargetError } from './failures';
import type { FullLoad } from './full-load';
import { loadIntoTable } from './into-table';
import { loadParquet } from './parquet-load';
import type { TableProgress } from './progress';
import { connectSource, readColumns, readPrimaryKey, whileConnected } from './source';
import { constant, type TargetColumns, targetColumns } from './table-columns';
import { type LoadTarget, loadFileName, tableFolder } from './target-settings';
import { TrackedWork } from './tracked-work';

/** Copies one table in a connection of its own, as fast as the script lets it. */
export async function loadTable(
  load: FullLoad,
  table: SelectedTable,
  progress: TableProgress,
  signal: AbortSignal,
): Promise<void> {
  const work = new TrackedWork(load.clock);
  await work.run(async () => {
    const client = await connectSource(load.source);
    try {
      await work.sleep((slownessOf(load, table)?.secondsPerTable ?? 0) * 1000, signal);
      await whileConnected(() => copyTable(load, table, progress, signal, client, work));
    } finally {
      await client.end().catch(() => undefined);
    }
  });
}

async function copyTable(
  load: FullLoad,
  table: SelectedTable,
  progress: TableProgress,
  signal: AbortSignal,
  client: Client,
  work: TrackedWork,
): Promise<void> {
  const { target, clock } = load;
  const startedAt = clock.now();
  if (load.forCapture) progress.snapshot = await openSnapshot(client);
  const described = await describe(load, table, client, startedAt);
  const prepared = target.kind === 'files' ? await prepareFolder(load, target, described) : undefined;
  const warned = new Set<string>();
  const rowsPerSecond = slownessOf(load, table)?.rowsPerSecond;
  const failure = load.script.failureOf(`${table.schema}.${table.table}`);
  if (failure?.afterRows === 0) throw new Error(failure.message);
  const rows = {
    client,
    columns: described.columns,
    from: `FROM ${name(table.schema)}.${name(table.table)}${table.where === undefined ? '' : ` WHERE ${table.where}`}`,
    signal,
    onRows: async (rows: number) => {
      progress.rows = rows;
      progress.updatedAt = clock.now();
      if (failure !== undefined && rows >= failure.afterRows) throw new Error(failure.message);
      if (rowsPerSecond === undefined) return;
      const due = startedAt.getTime() + (rows / rowsPerSecond) * 1000;
      await work.sleep(due - clock.now().getTime(), signal);
    },
    warn: (line: string) => {
      if (!warned.has(line)) load.log(`DMS: ${line}`);
      warned.add(line);
    },
  };
  if (prepared !== undefined) {
    progress.rows = await prepared.write({ ...rows, ...prepared.files });
    return;
  }
  if (target.kind === 'tables')
    progress.rows = await loadIntoTable(target.database, load.settings.prepare, {
      ...rows,
      schema: described.schema,
      table: described.table,
      key: await readPrimaryKey(client, table.schema, table.table),
    });
}

async function prepareFolder(
  { settings }: FullLoad,
  target: Extract<LoadTarget, { kind: 'files' }>,
  { schema, table }: TargetColumns,
) {
  const { settings: files, objects } = target;
  const folder = tableFolder(files, schema, table);
  if (settings.prepare !== 'nothing') await clear(target, folder);
  return {
    write: files.format === 'csv' ? loadCsv : loadParquet,
    files: { objects, target: files, folder, fileName: (number: number) => loadFileName(files, number) },
  };
}

/** What the rows that follow show, as `xmin:xmax:xip,...`: change capture leaves out what is in them already. */
async function openSnapshot(client: Client): Promise<string> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  const { rows } = await client.query<{ snapshot: string }>('SELECT pg_current_snapshot()::text AS snapshot');
  return rows[0]?.snapshot ?? '';
}

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
      : [constant(timestampColumn, dmsTimestamp(stampTaskStart ? taskStartedAt : startedAt))]),
  ];
}

/** `2026-01-31 10:00:00.000000`, in UTC. */
const dmsTimestamp = (moment: Date): string => `${moment.toISOString().replace('T', ' ').slice(0, -1)}000`;

async function clear(
  { objects, settings: target }: Extract<LoadTarget, { kind: 'files' }>,
  folder: string,
): Promise<void> {
  try {
    for (const { key } of await objects.list(target.bucket, folder)) await objects.delete(target.bucket, key);
  } catch (error) {
    throw new TargetError(`Failed to remove the earlier files of ${folder}`, error);
  }
}
