import * as z from 'zod/mini';
import type { Query, Row } from '../checks/query/query';
import type { Step } from './boundaries';
import { readTiles, type SplitEngine, type SplitTarget, stepsASegment, tilesASegment } from './engine';
import { evenSteps } from './even-steps';

const name = (text: string): string => `\`${text.replaceAll('`', '``')}\``;
const smallEnough = 200_000;

/**
 * MySQL and MariaDB have no sample of a table. A histogram (ANALYZE TABLE ... UPDATE HISTOGRAM) where somebody made one, a look at
 * the whole of a small table, else even parts between the ends of an index.
 * Source: dev.mysql.com, "The INFORMATION_SCHEMA COLUMN_STATISTICS Table".
 */
export const mysqlSplits: SplitEngine = {
  cheap(target) {
    const { key, rows, segments } = target;
    const isSmall = rows !== undefined && rows <= smallEnough;
    const hasEnds = key.indexed && key.kind !== 'string';
    return [
      { from: 'statistics', query: histogram(target), read: (found) => readHistogram(found, segments) },
      ...(isSmall ? [{ from: 'sample' as const, query: tiles(target, 'sample'), read: readTiles }] : []),
      ...(hasEnds
        ? [
            {
              from: 'extremes' as const,
              query: extremes(target),
              read: (found: readonly Row[]) => {
                const steps = evenSteps(key.kind, found[0]?.['lowest'], found[0]?.['highest'], segments);
                return steps === undefined ? undefined : { steps, rowsRead: 2 };
              },
            },
          ]
        : []),
    ];
  },
  exact: (target) => ({ from: 'quantiles', query: tiles(target, 'exact'), read: readTiles }),
};

function tiles({ schema, table, key, segments }: SplitTarget, id: 'sample' | 'exact'): Query {
  return {
    id: `split-${id}`,
    sql: `SELECT CAST(MIN(v) AS CHAR) AS boundary, COUNT(*) AS weight FROM (
  SELECT v, NTILE(${segments * tilesASegment}) OVER (ORDER BY v) AS tile
  FROM (SELECT ${name(key.name)} AS v FROM ${name(schema)}.${name(table)}) s WHERE v IS NOT NULL
) t GROUP BY tile ORDER BY tile`,
    binds: [],
    timeoutSeconds: id === 'exact' ? 300 : 30,
  };
}

function extremes({ schema, table, key }: SplitTarget): Query {
  return {
    id: 'split-extremes',
    sql: `SELECT CAST(MIN(${name(key.name)}) AS CHAR) AS lowest, CAST(MAX(${name(key.name)}) AS CHAR) AS highest
FROM ${name(schema)}.${name(table)}`,
    binds: [],
    timeoutSeconds: 15,
  };
}

function histogram({ schema, table, key }: SplitTarget): Query {
  return {
    id: 'split-statistics',
    sql: `SELECT CAST(HISTOGRAM AS CHAR) AS histogram FROM information_schema.COLUMN_STATISTICS
WHERE SCHEMA_NAME = ? AND TABLE_NAME = ? AND COLUMN_NAME = ?`,
    binds: [schema, table, key.name],
    timeoutSeconds: 15,
  };
}

const Bound = z.union([z.string(), z.number()]);
/** `equi-height`: [lowest, highest, cumulative share, distinct]; `singleton`: [value, cumulative share]. */
const Histogram = z.object({
  'histogram-type': z.enum(['equi-height', 'singleton']),
  buckets: z.array(z.array(Bound)),
});

function readHistogram(rows: readonly Row[], segments: number) {
  const told = rows[0]?.['histogram'];
  if (typeof told !== 'string') return undefined;
  const histogram = Histogram.safeParse(JSON.parse(told));
  if (!histogram.success || histogram.data.buckets.length < segments * stepsASegment) return undefined;
  const isSingle = histogram.data['histogram-type'] === 'singleton';
  let before = 0;
  const steps = histogram.data.buckets.map((bucket): Step => {
    const upTo = Number(bucket[isSingle ? 1 : 2]);
    const weight = upTo - before;
    before = upTo;
    return { value: plain(String(bucket[0])), weight };
  });
  return { steps, rowsRead: 0 };
}

/** Text stands as `base64:type254:...`. */
function plain(value: string): string {
  const encoded = /^base64:type\d+:(.*)$/.exec(value)?.[1];
  if (encoded === undefined) return value;
  return new TextDecoder().decode(Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0)));
}
