import { oracleDialect } from '../checks/oracle/dialect';
import type { Query } from '../checks/query/query';
import { type KeyKind, kindByType, type SplitEngine, type SplitTarget } from './split-engine';
import {
  exactTimeoutSeconds,
  readTiles,
  samplePercent,
  sampleTimeoutSeconds,
  tilesPerSegment,
} from './tiles';

const { identifier } = oracleDialect;

const keyKinds: readonly (readonly [KeyKind, RegExp])[] = [
  ['decimal', /^(number|integer)$/],
  ['timestamp', /^(date|timestamp(\(\d\))?)$/],
  ['string', /^(n?varchar2?|n?char)$/],
];

/**
 * Splits tables of Oracle by a SAMPLE of blocks, sized by the row count of the optimizer. Oracle's
 * histograms are not used: they hold text and dates as numbers that cannot be converted back.
 * NO_PARALLEL keeps one query in one session, whatever DEGREE the table has.
 * Source: Oracle Database SQL Language Reference, SELECT, sample_clause.
 */
export const oracleSplits: SplitEngine = {
  keyKindOf: ({ type }) => kindByType(keyKinds, type),
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
  // SAMPLE accepts less than 100 percent.
  const sampled =
    percent === undefined || percent >= 100 ? '' : ` SAMPLE BLOCK (${percent.toFixed(6)}) SEED (1)`;
  return {
    id: `split-${id}`,
    sql: `SELECT ${text(key, 'MIN(v)')} AS boundary, COUNT(*) AS weight FROM (
  SELECT v, NTILE(${segments * tilesPerSegment}) OVER (ORDER BY v) AS tile
  FROM (SELECT /*+ NO_PARALLEL */ ${identifier(key.name)} AS v FROM ${identifier(schema)}.${identifier(table)}${sampled}) s WHERE v IS NOT NULL
) t GROUP BY tile ORDER BY tile`,
    binds: [],
    timeoutSeconds: percent === undefined ? exactTimeoutSeconds : sampleTimeoutSeconds,
  };
}
