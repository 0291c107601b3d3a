import type { Client } from 'pg';
import { translateExpression } from '../mapping/expression';
import type { SelectedTable } from '../mapping/selection';
import { literal, name } from '../mapping/sql';
import { transformTable } from '../mapping/transformation';
import { loadCsv } from './csv-load';
import { addedColumn, type Column, dmsColumn, isLob } from './data-type';
import { TargetError } from './failures';
import type { FullLoad } from './full-load';
import { limitLob } from './lob';
import { loadParquet } from './parquet-load';
import type { TableProgress } from './progress';
import { connectSource, readColumns, whileConnected } from './source';
import { tableFolder } from './target-settings';
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
  const { target, objects, clock } = load;
  const startedAt = clock.now();
  const { schema, table: targetTable, columns } = await describe(load, table, client, startedAt);
  const folder = tableFolder(target, schema, targetTable);
  if (load.settings.clearTarget) await clear(load, folder);
  const warned = new Set<string>();
  const rowsPerSecond = slownessOf(load, table)?.rowsPerSecond;
  const failure = load.script.failureOf(`${table.schema}.${table.table}`);
  if (failure?.afterRows === 0) throw new Error(failure.message);
  const write = target.format === 'csv' ? loadCsv : loadParquet;
  progress.rows = await write({
    client,
    objects,
    target,
    folder,
    columns,
    from: `FROM ${name(table.schema)}.${name(table.table)}${table.where === undefined ? '' : ` WHERE ${table.where}`}`,
    signal,
    onRows: async (rows) => {
      progress.rows = rows;
      progress.updatedAt = clock.now();
      if (failure !== undefined && rows >= failure.afterRows) throw new Error(failure.message);
      if (rowsPerSecond === undefined) return;
      const due = startedAt.getTime() + (rows / rowsPerSecond) * 1000;
      await work.sleep(due - clock.now().getTime(), signal);
    },
    warn: (line) => {
      if (!warned.has(line)) load.log(`DMS: ${line}`);
      warned.add(line);
    },
  });
}

const slownessOf = (load: FullLoad, table: SelectedTable) =>
  load.script.slownessOf(`${table.schema}.${table.table}`);

async function describe(
  load: FullLoad,
  table: SelectedTable,
  client: Client,
  startedAt: Date,
): Promise<{ schema: string; table: string; columns: readonly Column[] }> {
  const { target, settings } = load;
  const source = await readColumns(client, table.schema, table.table);
  const byName = new Map(source.map((column) => [column.name, column]));
  const transformed = transformTable(load.mappings.transformations, {
    schema: table.schema,
    table: table.table,
    columns: source.map((column) => column.name),
  });
  const copied = transformed.columns.flatMap(({ source: sourceName, target: targetName }) => {
    const column = byName.get(sourceName);
    if (column === undefined) return [];
    const typed = dmsColumn(column, targetName, load.sourceTypes);
    return settings.lobs === 'none' && isLob(typed.type) ? [] : [limitLob(typed, settings.lobLimitKb)];
  });
  const added = transformed.added.map(({ name: column, type, expression }) =>
    addedColumn(column, type, translateExpression(expression, table)),
  );
  const constant = (column: string, value: string): Column => ({
    name: column,
    type: { kind: 'string' },
    sql: `${literal(value)}::text`,
  });
  const op = target.includeOp ? [constant('Op', 'I')] : [];
  const moment = target.stampTaskStart ? load.taskStartedAt : startedAt;
  const stamp =
    target.timestampColumn === undefined ? [] : [constant(target.timestampColumn, dmsTimestamp(moment))];
  const columns = [...op, ...stamp, ...copied, ...added];
  if (columns.length === 0) throw new Error('no column is left to copy');
  return { schema: transformed.schema, table: transformed.table, columns };
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
