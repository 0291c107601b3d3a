import type { CheckReport } from '../../../core/checks/report/check-report';
import { tableStateOf } from '../../../core/model/table-state';
import type { TableRecord } from '../../../core/runs/record/table-record';

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
  /** 0 to 100; absent when the source has no estimate. A load is at 99 at most. */
  readonly percent?: number;
  readonly rowsPerSecond?: number;
  readonly seconds?: number;
  readonly bytes?: number;
  readonly validation?: string;
}

/** `isOpen`: the run is not over, so an unfinished table may still be loaded. */
export function tableProgress(
  record: TableRecord,
  isOpen: boolean,
  report: CheckReport | undefined,
  now: Date,
): TableProgress {
  const { schema, table, rows, errorRows, startedAt, finishedAt, bytes, validation } = record;
  const state = wordOf(record, isOpen);
  const found = report?.tables.find((one) => one.schema === schema && one.table === table)?.rows;
  const rowsAtSource = found === undefined || found <= 0 ? undefined : found;
  const end = finishedAt ?? (state === 'loading' ? now.toISOString() : undefined);
  const seconds =
    startedAt === undefined || end === undefined
      ? undefined
      : Math.max(0, (Date.parse(end) - Date.parse(startedAt)) / 1000);
  const percent = percentOf(state, rows, rowsAtSource);
  return {
    schema,
    table,
    state,
    dmsState: record.state,
    rows,
    errorRows,
    ...(rowsAtSource === undefined ? {} : { rowsAtSource }),
    ...(percent === undefined ? {} : { percent }),
    ...(seconds === undefined ? {} : { seconds }),
    ...(seconds === undefined || seconds < 1 ? {} : { rowsPerSecond: Math.round(rows / seconds) }),
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

function percentOf(
  state: TableStateWord,
  rows: number,
  rowsAtSource: number | undefined,
): number | undefined {
  if (state === 'done' || state === 'taken over') return 100;
  if (state === 'queued') return 0;
  return rowsAtSource === undefined ? undefined : Math.min(99, Math.floor((100 * rows) / rowsAtSource));
}
