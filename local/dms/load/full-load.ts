import type { ClientConfig } from 'pg';
import type { Clock } from '../../clock';
import type { TableMappings } from '../mapping/rules';
import { type SelectedTable, selectTables } from '../mapping/selection';
import type { DmsScript } from '../script';
import type { SourceTypeSettings } from './data-type';
import { FatalLoadError, LoadStoppedError, noTables, SourceLostError, TargetError } from './failures';
import { noChanges, type TableProgress } from './progress';
import { connectSource, listTables, whileConnected } from './source';
import { loadTable } from './table-load';
import type { LoadTarget } from './target-settings';
import { TrackedWork } from './tracked-work';

/** What of the task's settings steers a full load. */
export interface LoadSettings {
  /** What happens to a table of the target before it is loaded. */
  readonly prepare: 'drop' | 'truncate' | 'nothing';
  readonly subTasks: number;
  readonly failOnNoTables: boolean;
  readonly stopOnTableError: boolean;
  /** This many failed tables end the task; 0: any number is fine. */
  readonly stopAfterTableErrors: number;
  readonly lobs: 'none' | 'limited' | 'full';
  readonly lobLimitKb: number;
}

export interface FullLoad {
  readonly source: ClientConfig;
  readonly sourceTypes: SourceTypeSettings;
  readonly target: LoadTarget;
  readonly mappings: TableMappings;
  readonly settings: LoadSettings;
  readonly clock: Clock;
  readonly script: DmsScript;
  readonly taskStartedAt: Date;
  /** Fires when a person stops the task. */
  readonly signal: AbortSignal;
  /** By table, kept by the caller: filled here, read by DescribeTableStatistics meanwhile. */
  readonly progress: TableProgress[];
  /** Change capture follows: each table is read as of one moment, which its progress keeps. */
  readonly forCapture: boolean;
  /** Load nothing but `reloads`. */
  readonly onlyReloads: boolean;
  /** Tables to load once more while the task runs; taken from here. */
  readonly reloads: { readonly schema: string; readonly table: string }[];
  readonly log: (line: string) => void;
}

/**
 * Loads every selected table that `progress` does not hold as completed. Resolves when all are done, errors of tables included;
 * throws SourceLostError, TargetError, FatalLoadError, or LoadStoppedError.
 */
export async function runFullLoad(load: FullLoad): Promise<void> {
  if (load.settings.lobs === 'full' && load.target.kind === 'files')
    throw new FatalLoadError(
      'FullLobMode is not available for S3 targets; set LimitedSizeLobMode and LobMaxSize instead',
    );
  const tables = await new TrackedWork(load.clock).run(() => findTables(load));
  if (tables.length === 0 && load.settings.failOnNoTables) throw new FatalLoadError(noTables);
  const queue = load.onlyReloads ? [] : enqueue(load, tables);
  // The first fatal error, or the person's stop, ends the work on all tables.
  const halt = new AbortController();
  const signal = AbortSignal.any([load.signal, halt.signal]);
  let fatal: unknown;
  const worker = async (): Promise<void> => {
    const take = (): Queued | undefined => queue.shift() ?? takeReload(load, tables);
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
  if (fatal !== undefined) throw fatal;
  if (load.signal.aborted) throw new LoadStoppedError('the load was stopped');
}

interface Queued {
  readonly table: SelectedTable;
  readonly progress: TableProgress;
}

async function findTables({ source, mappings, forCapture }: FullLoad): Promise<readonly SelectedTable[]> {
  const client = await connectSource(source);
  try {
    const tables = await whileConnected(() => listTables(client));
    // Views belong to tasks that only load (user guide, "Selection rules").
    return selectTables(mappings, forCapture ? tables.filter(({ kind }) => kind === 'table') : tables);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function enqueue({ progress, clock }: FullLoad, tables: readonly SelectedTable[]): Queued[] {
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
      : [{ table, progress: Object.assign(row, beforeLoad(clock.now())) }];
  });
}

/** A table to load again, once its load is over. */
function takeReload(
  { reloads, progress, clock }: FullLoad,
  tables: readonly SelectedTable[],
): Queued | undefined {
  for (const [index, { schema, table: name }] of reloads.entries()) {
    const row = progress.find((one) => one.schema === schema && one.table === name);
    const table = tables.find((one) => one.schema === schema && one.table === name);
    if (row?.endedAt === undefined || table === undefined) continue;
    reloads.splice(index, 1);
    return { table, progress: Object.assign(row, beforeLoad(clock.now()), { reloaded: true }) };
  }
  return undefined;
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

async function loadNext(load: FullLoad, { table, progress }: Queued, signal: AbortSignal): Promise<void> {
  const { clock, settings } = load;
  progress.startedAt = clock.now();
  progress.state = progress.reloaded ? 'Table is being reloaded' : 'Full load';
  const end = (state: TableProgress['state'], error?: string): void => {
    progress.state = state;
    progress.error = error;
    progress.endedAt = clock.now();
    progress.updatedAt = clock.now();
  };
  try {
    await loadTable(load, table, progress, signal);
    end('Table completed');
  } catch (error) {
    if (signal.aborted || error instanceof LoadStoppedError) {
      end('Table cancelled');
      throw new LoadStoppedError('the load was stopped', { cause: error });
    }
    const message = error instanceof Error ? error.message : String(error);
    end('Table error', message);
    load.log(`DMS: table ${table.schema}.${table.table} failed: ${message}`);
    if (error instanceof SourceLostError || error instanceof TargetError) throw error;
    const failed = load.progress.filter(({ state }) => state === 'Table error').length;
    const tooMany = settings.stopAfterTableErrors > 0 && failed >= settings.stopAfterTableErrors;
    if (settings.stopOnTableError || tooMany)
      throw new FatalLoadError(`Table '${table.schema}'.'${table.table}' failed: ${message}`, {
        cause: error,
      });
  }
}
