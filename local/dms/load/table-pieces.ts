import type { Client } from 'pg';
import type { TableMappings } from '../mapping/rules';
import type { SelectedTable } from '../mapping/selection';
import type { TableProgress } from './progress';
import { segmentConditions } from './segments';
import type { TargetColumns } from './table-columns';

/** Load of a table: as a whole, or in segments that the workers of the task take one by one. */
export interface TableLoad {
  readonly table: SelectedTable;
  readonly progress: TableProgress;
  /** Fires when one of its segments has failed, because the others are then useless. */
  readonly halt: AbortController;
  /** Number of rows per piece so far. */
  readonly rows: number[];
  left: number;
  /** Created by the piece that starts first. */
  prepared?: Promise<PreparedTable>;
}

export interface PreparedTable extends TargetColumns {
  /** Open transaction whose snapshot all segments of a table with change capture read. */
  readonly snapshot?: { readonly id: string; readonly holder: Client };
}

export interface TablePiece {
  readonly of: TableLoad;
  readonly index: number;
  /** SQL condition of its rows. Undefined: the whole table. */
  readonly condition: string | undefined;
  /** `SEGMENT1_`, or empty. */
  readonly filePrefix: string;
}

export function piecesOf(
  mappings: TableMappings,
  table: SelectedTable,
  progress: TableProgress,
): readonly TablePiece[] {
  const conditions = segmentConditions(mappings, table);
  const of: TableLoad = {
    table,
    progress,
    halt: new AbortController(),
    rows: conditions.length === 0 ? [0] : conditions.map(() => 0),
    left: Math.max(1, conditions.length),
  };
  if (conditions.length === 0) return [{ of, index: 0, condition: undefined, filePrefix: '' }];
  return conditions.map((condition, index) => ({
    of,
    index,
    condition,
    filePrefix: `SEGMENT${index + 1}_`,
  }));
}

/** Releases what the pieces have shared, after the last of them. */
export async function releaseTable({ prepared }: TableLoad): Promise<void> {
  const held = await prepared?.catch(() => undefined);
  await held?.snapshot?.holder.end().catch(() => undefined);
}
