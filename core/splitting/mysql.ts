import * as z from 'zod/mini';
import { mysqlDialect } from '../checks/mysql/dialect';
import type { Query, Row } from '../checks/query/query';
import type { Step } from './boundaries';
import { evenSteps } from './even-steps';
import { type KeyKind, kindByType, type SplitEngine, type SplitTarget } from './split-engine';
import {
  exactTimeoutSeconds,
  minStepsPerSegment,
  readTiles,
  sampleTimeoutSeconds,
  tilesPerSegment,
} from './tiles';

const { identifier } = mysqlDialect;

const keyKinds: readonly (readonly [KeyKind, RegExp])[] = [
  ['integer', /^(tinyint|smallint|mediumint|int|integer|bigint)( unsigned)?$/],
  ['decimal', /^decimal( unsigned)?$/],
  ['date', /^date$/],
  ['timestamp', /^datetime$/],
  ['string', /^(var)?char$/],
];

/** Tables with at most so many rows are read completely. */
const smallTableRows = 200_000;

/**
 * Splits tables of MySQL and MariaDB, which cannot sample a table. It uses a histogram (ANALYZE
 * TABLE ... UPDATE HISTOGRAM) if there is one, or else reads a small table completely, or else
 * divides evenly between the ends of an index.
 * Source: dev.mysql.com, "The INFORMATION_SCHEMA COLUMN_STATISTICS Table".
 */
export const mysqlSplits: SplitEngine = {
  keyKindOf: ({ type }) => kindByType(keyKinds, type),
  cheap(target) {
    const { key, rows, segments } = target;
    const isSmall = rows !== undefined && rows <= smallTableRows;
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
  SELECT v, NTILE(${segments * tilesPerSegment}) OVER (ORDER BY v) AS tile
  FROM (SELECT ${identifier(key.name)} AS v FROM ${identifier(schema)}.${identifier(table)}) s WHERE v IS NOT NULL
) t GROUP BY tile ORDER BY tile`,
    binds: [],
    timeoutSeconds: id === 'exact' ? exactTimeoutSeconds : sampleTimeoutSeconds,
  };
}

function extremes({ schema, table, key }: SplitTarget): Query {
  return {
    id: 'split-extremes',
    sql: `SELECT CAST(MIN(${identifier(key.name)}) AS CHAR) AS lowest, CAST(MAX(${identifier(key.name)}) AS CHAR) AS highest
FROM ${identifier(schema)}.${identifier(table)}`,
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
/**
 * Buckets are `[lowest, highest, cumulative share, distinct]` for `equi-height`, and `[value,
 * cumulative share]` for `singleton`.
 */
const Histogram = z.object({
  'histogram-type': z.enum(['equi-height', 'singleton']),
  buckets: z.array(z.array(Bound)),
});

function readHistogram(rows: readonly Row[], segments: number) {
  const text = rows[0]?.['histogram'];
  if (typeof text !== 'string') return undefined;
  const histogram = Histogram.safeParse(JSON.parse(text));
  if (!histogram.success || histogram.data.buckets.length < segments * minStepsPerSegment) return undefined;
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

/** Decodes text, which a histogram holds as `base64:type254:...`. */
function plain(value: string): string {
  const encoded = /^base64:type\d+:(.*)$/.exec(value)?.[1];
  if (encoded === undefined) return value;
  return new TextDecoder().decode(Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0)));
}
