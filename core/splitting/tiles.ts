import type { Row } from '../checks/query/query';
import type { Step } from './boundaries';
import type { SplitTarget } from './split-engine';

/** Statistics with fewer steps per segment are as bad as a guess. */
export const minStepsPerSegment = 8;
/** Steps per segment into which a sample or a whole column is divided. */
export const tilesPerSegment = 32;

/** Limits for a query that reads a sample, and for one that reads the whole column. */
export const [sampleTimeoutSeconds, exactTimeoutSeconds] = [30, 300];

/** Reads rows of `boundary` and `weight`, in ascending order. Each weight is a number of rows. */
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

/**
 * Percentage of the table for a sample: 100 for a small table, undefined when the size is unknown.
 */
export function samplePercent({ rows, bytes }: Pick<SplitTarget, 'rows' | 'bytes'>): number | undefined {
  if (rows === undefined && bytes === undefined) return undefined;
  const byRows = rows === undefined || rows <= 0 ? 100 : (100 * sampledRows) / rows;
  const byBytes = bytes === undefined || bytes <= 0 ? 100 : (100 * sampledBytes) / bytes;
  return Math.max(0.0001, Math.min(100, rows !== undefined && rows > 0 ? byRows : byBytes));
}
