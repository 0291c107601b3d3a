import type { CheckReport } from '../../../core/checks/report/check-report';
import { tableStateOf } from '../../../core/model/table-state';
import type { TableRecord } from '../../../core/runs/record/table-record';
import { tableIdentity } from '../../../core/tables/table-name';

export const tableStates = [
  'error',
  'missing',
  'loading',
  'queued',
  'cancelled',
  'taken over',
  'done',
] as const;
export type TableStateWord = (typeof tableStates)[number];

/** One table of a run, as a person reads it. */
export interface TableProgress {
  readonly schema: string;
  readonly table: string;
  readonly state: TableStateWord;
  /** In DMS's words. */
  readonly dmsState: string;
  readonly rows: number;
  readonly errorRows: number;
  /** Rows at the source, as its statistics estimate them. */
  readonly rowsAtSource?: number;
  /** Rows of the last run that succeeded, when the source has no estimate. */
  readonly rowsBefore?: number;
  /** 0 to 100; absent when nobody knows about how many rows there are. A load is at 99 at most. */
  readonly percent?: number;
  readonly rowsPerSecond?: number;
  /** True: between the last two polls. Absent: on average since the load of the table began. */
  readonly isRecent?: true;
  readonly seconds?: number;
  readonly bytes?: number;
  readonly validation?: string;
}

/** Facts about a run that its tables have in common. */
export interface OfRun {
  /** The run is not over, so an unfinished table may still be loaded. */
  readonly isOpen: boolean;
  readonly report: CheckReport | undefined;
  /** Rows per table of the last run that succeeded, by the identity of the table. */
  readonly rowsBefore: ReadonlyMap<string, number>;
  /** Rows per second between polls, by the identity of the table. */
  readonly paces: ReadonlyMap<string, number>;
}

export function tableProgress(record: TableRecord, of: OfRun, now: Date): TableProgress {
  const { isOpen, report } = of;
  const { schema, table, rows, errorRows, startedAt, finishedAt, bytes, validation } = record;
  const state = wordOf(record, isOpen);
  const found = report?.tables.find((one) => one.schema === schema && one.table === table)?.rows;
  const rowsAtSource = found === undefined || found <= 0 ? undefined : found;
  const before = rowsAtSource === undefined && isOpen ? of.rowsBefore.get(tableIdentity(record)) : undefined;
  const rowsBefore = before === 0 ? undefined : before;
  const end = finishedAt ?? (state === 'loading' ? now.toISOString() : undefined);
  const seconds =
    startedAt === undefined || end === undefined
      ? undefined
      : Math.max(0, (Date.parse(end) - Date.parse(startedAt)) / 1000);
  const percent = percentOf(state, rows, rowsAtSource ?? rowsBefore);
  const pace = state === 'loading' ? of.paces.get(tableIdentity(record)) : undefined;
  return {
    schema,
    table,
    state,
    dmsState: record.state,
    rows,
    errorRows,
    ...(rowsAtSource === undefined ? {} : { rowsAtSource }),
    ...(rowsBefore === undefined ? {} : { rowsBefore }),
    ...(percent === undefined ? {} : { percent }),
    ...(seconds === undefined ? {} : { seconds }),
    ...speedOf(pace, rows, seconds),
    ...(bytes === undefined ? {} : { bytes }),
    ...(validation === undefined ? {} : { validation }),
  };
}

function wordOf({ state, carried, rows, startedAt }: TableRecord, isOpen: boolean): TableStateWord {
  if (carried !== undefined) return 'taken over';
  const kind = tableStateOf(state);
  switch (kind) {
    case 'completed':
      return 'done';
    case 'error':
    case 'missing':
    case 'cancelled':
      return kind;
    case 'unfinished':
      if (!isOpen) return 'cancelled';
      return /full load/i.test(state) || rows > 0 || startedAt !== undefined ? 'loading' : 'queued';
  }
}

function speedOf(
  pace: number | undefined,
  rows: number,
  seconds: number | undefined,
): Pick<TableProgress, 'rowsPerSecond' | 'isRecent'> {
  if (pace !== undefined) return { rowsPerSecond: Math.round(pace), isRecent: true };
  return seconds === undefined || seconds < 1 ? {} : { rowsPerSecond: Math.round(rows / seconds) };
}

function percentOf(state: TableStateWord, rows: number, expected: number | undefined): number | undefined {
  if (state === 'done' || state === 'taken over') return 100;
  if (state === 'queued') return 0;
  return expected === undefined ? undefined : Math.min(99, Math.floor((100 * rows) / expected));
}
