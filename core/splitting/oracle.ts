import type { Query } from '../checks/query/query';
import { readTiles, type SplitEngine, type SplitTarget, samplePercent, tilesASegment } from './engine';

const name = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/**
 * Oracle: a SAMPLE of blocks, sized by the optimizer's row count; its histograms hold text and dates as numbers that cannot be turned
 * back. NO_PARALLEL: a table's own DEGREE must not make many sessions of one question.
 * Source: Oracle Database SQL Language Reference, SELECT, sample_clause.
 */
export const oracleSplits: SplitEngine = {
  cheap(target) {
    const percent = samplePercent(target);
    return percent === undefined
      ? []
      : [{ from: 'sample', query: tiles(target, 'sample', percent), read: readTiles }];
  },
  exact: (target) => ({ from: 'quantiles', query: tiles(target, 'exact', undefined), read: readTiles }),
};

function text({ kind, type }: SplitTarget['key'], sql: string): string {
  if (kind === 'string') return sql;
  if (kind === 'timestamp') return `TO_CHAR(${sql}, 'YYYY-MM-DD HH24:MI:SS${type === 'date' ? '' : '.FF6'}')`;
  return `TO_CHAR(${sql}, 'TM9', 'NLS_NUMERIC_CHARACTERS=''.,''')`;
}

function tiles(
  { schema, table, key, segments }: SplitTarget,
  id: string,
  percent: number | undefined,
): Query {
  // SAMPLE takes less than 100 percent.
  const sampled =
    percent === undefined || percent >= 100 ? '' : ` SAMPLE BLOCK (${percent.toFixed(6)}) SEED (1)`;
  return {
    id: `split-${id}`,
    sql: `SELECT ${text(key, 'MIN(v)')} AS boundary, COUNT(*) AS weight FROM (
  SELECT v, NTILE(${segments * tilesASegment}) OVER (ORDER BY v) AS tile
  FROM (SELECT /*+ NO_PARALLEL */ ${name(key.name)} AS v FROM ${name(schema)}.${name(table)}${sampled}) s WHERE v IS NOT NULL
) t GROUP BY tile ORDER BY tile`,
    binds: [],
    timeoutSeconds: percent === undefined ? 300 : 30,
  };
}
