import type { Query, Row } from '../checks/query/query';
import type { Step } from './boundaries';
import type { KeyColumn } from './key-column';

export interface SplitTarget {
  readonly schema: string;
  readonly table: string;
  readonly key: KeyColumn;
  readonly segments: number;
  readonly rows?: number;
  readonly bytes?: number;
}

/** Where steps may come from, cheapest first; each is asked only when the one before gave too little. */
export interface StepSource {
  readonly from: 'statistics' | 'sample' | 'extremes' | 'quantiles';
  readonly query: Query;
  /** Undefined: too little, too coarse, too old. */
  read(rows: readonly Row[]): { readonly steps: readonly Step[]; readonly rowsRead: number } | undefined;
}

/** How one engine tells the order of a column. Identifiers are quoted, values bound (O2). */
export interface SplitEngine {
  /** From statistics or a sample: no more than some hundred thousand rows of the table are read, however large it is. */
  cheap(target: SplitTarget): readonly StepSource[];
  /** Reads the whole column once, in one session. */
  exact(target: SplitTarget): StepSource;
}

/** Statistics coarser than this many steps a segment are no better than a guess. */
export const stepsASegment = 8;
/** Steps that a sample or an exact look is cut into. */
export const tilesASegment = 32;

/** Rows of `boundary` and `weight`, ascending, each weight a number of rows. */
export function readTiles(rows: readonly Row[]): { steps: Step[]; rowsRead: number } {
  const steps = rows.flatMap(({ boundary, weight }) =>
    boundary === null || boundary === undefined
      ? []
      : [{ value: String(boundary), weight: Number(weight ?? 0) }],
  );
  return { steps, rowsRead: steps.reduce((sum, { weight }) => sum + weight, 0) };
}

const sampledRows = 100_000;
const sampledBytes = 16 * 2 ** 20;

/** Percent of the table that a sample takes; 100 for small ones, undefined when nobody knows how large it is. */
export function samplePercent({ rows, bytes }: Pick<SplitTarget, 'rows' | 'bytes'>): number | undefined {
  if (rows === undefined && bytes === undefined) return undefined;
  const byRows = rows === undefined || rows <= 0 ? 100 : (100 * sampledRows) / rows;
  const byBytes = bytes === undefined || bytes <= 0 ? 100 : (100 * sampledBytes) / bytes;
  return Math.max(0.0001, Math.min(100, rows !== undefined && rows > 0 ? byRows : byBytes));
}
