/** DMS's table states, as in DescribeTableStatistics. */
export type TableState =
  | 'Before load'
  | 'Full load'
  | 'Table completed'
  | 'Table cancelled'
  | 'Table error'
  | 'Table is being reloaded';

export interface TableProgress {
  /** Names in the source. */
  readonly schema: string;
  readonly table: string;
  /** Estimate of the source. Negative when it has none. */
  readonly estimatedRows: number;
  state: TableState;
  rows: number;
  reloaded: boolean;
  startedAt: Date | undefined;
  endedAt: Date | undefined;
  updatedAt: Date;
  error: string | undefined;
  /** Snapshot that the load of a task with change capture has read, as `pg_current_snapshot()` writes it. */
  snapshot: string | undefined;
  /** Changes read from the source's log, and those of them that are in files. */
  readonly seen: ChangeCounts;
  readonly applied: ChangeCounts;
}

export interface ChangeCounts {
  inserts: number;
  updates: number;
  deletes: number;
  ddls: number;
}

export const noChanges = (): Pick<TableProgress, 'seen' | 'applied'> => ({
  seen: { inserts: 0, updates: 0, deletes: 0, ddls: 0 },
  applied: { inserts: 0, updates: 0, deletes: 0, ddls: 0 },
});

/**
 * Progress from 0 to 100: rows against the source's estimates, or the share of finished tables where there
 * are none. 100 only when all are done.
 */
export function progressPercent(tables: readonly TableProgress[]): number {
  const isDone = (table: TableProgress): boolean => table.endedAt !== undefined;
  const done = tables.filter(isDone).length;
  if (done === tables.length) return 100;
  const known = tables.every((table) => table.estimatedRows >= 0);
  if (!known) return Math.floor((done / tables.length) * 100);
  const weight = (table: TableProgress): number =>
    Math.max(table.estimatedRows, isDone(table) ? table.rows : 1);
  const all = tables.reduce((sum, table) => sum + weight(table), 0);
  const loaded = tables.reduce(
    (sum, table) => sum + (isDone(table) ? weight(table) : Math.min(table.rows, weight(table))),
    0,
  );
  return Math.min(99, Math.floor((loaded / all) * 100));
}
