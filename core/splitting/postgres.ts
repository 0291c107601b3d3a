import { postgresDialect } from '../checks/postgres/dialect';
import type { Query, Row } from '../checks/query/query';
import { type KeyKind, kindByType, type SplitEngine, type SplitTarget } from './split-engine';
import {
  exactTimeoutSeconds,
  minStepsPerSegment,
  readTiles,
  samplePercent,
  sampleTimeoutSeconds,
  tilesPerSegment,
} from './tiles';

const { identifier } = postgresDialect;

const keyKinds: readonly (readonly [KeyKind, RegExp])[] = [
  ['integer', /^(smallint|integer|bigint|int[248])$/],
  ['decimal', /^(numeric|decimal)$/],
  ['date', /^date$/],
  ['timestamp', /^timestamp( without time zone)?$/],
  ['instant', /^timestamp( with time zone|tz)$/],
  ['string', /^(character varying|varchar|character|char|bpchar)$/],
];

/**
 * Text of a value as DMS writes it into its WHERE clause, whatever DateStyle and TimeZone the
 * session has.
 */
function text(kind: KeyKind, sql: string): string {
  switch (kind) {
    case 'integer':
    case 'decimal':
    case 'string':
      return `(${sql})::text`;
    case 'date':
      return `to_char(${sql}, 'YYYY-MM-DD')`;
    case 'timestamp':
      return `to_char(${sql}, 'YYYY-MM-DD HH24:MI:SS.US')`;
    case 'instant':
      return `to_char(${sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00'`;
  }
}

/**
 * Condition that leaves out extraordinary values, which belong to the first or the last segment.
 */
function isOrdinary(kind: KeyKind, sql: string): string {
  switch (kind) {
    case 'date':
    case 'timestamp':
    case 'instant':
      return `isfinite(${sql}) AND ${sql} >= '0001-01-01' AND ${sql} < '9999-12-31'`;
    case 'decimal':
      return `${sql} <> 'NaN'`;
    case 'integer':
    case 'string':
      return `${sql} IS NOT NULL`;
  }
}

const castOf = {
  integer: 'numeric',
  decimal: 'numeric',
  date: 'date',
  timestamp: 'timestamp',
  instant: 'timestamptz',
} as const;

/**
 * Splits tables of PostgreSQL by `pg_stats`, or else by TABLESAMPLE SYSTEM, which reads only the
 * sampled pages.
 */
export const postgresSplits: SplitEngine = {
  keyKindOf({ type, length }) {
    const kind = kindByType(keyKinds, type);
    // A varchar without a length is an NCLOB for DMS.
    return kind === 'string' && length === undefined ? undefined : kind;
  },
  cheap(target) {
    const percent = samplePercent(target);
    const { kind } = target.key;
    return [
      // Text is sorted by the collation of the column, which pg_stats does not contain.
      ...(kind === 'string'
        ? []
        : [
            {
              from: 'statistics' as const,
              query: statistics(target, castOf[kind]),
              read: (rows: readonly Row[]) => readStatistics(rows, target.segments),
            },
          ]),
      ...(percent === undefined
        ? []
        : [{ from: 'sample' as const, query: tiles(target, 'sample', percent), read: readTiles }]),
    ];
  },
  exact: (target) => ({ from: 'quantiles', query: tiles(target, 'exact', undefined), read: readTiles }),
};

function tiles(
  { schema, table, key, segments }: SplitTarget,
  id: string,
  percent: number | undefined,
): Query {
  const sampled =
    percent === undefined || percent >= 100
      ? ''
      : ` TABLESAMPLE SYSTEM (${percent.toFixed(4)}) REPEATABLE (1)`;
  return {
    id: `split-${id}`,
    sql: `SELECT ${text(key.kind, 'min(v)')} AS boundary, count(*) AS weight FROM (
  SELECT v, ntile(${segments * tilesPerSegment}) OVER (ORDER BY v) AS tile
  FROM (SELECT ${identifier(key.name)} AS v FROM ${identifier(schema)}.${identifier(table)}${sampled}) s WHERE ${isOrdinary(key.kind, 'v')}
) t GROUP BY tile ORDER BY tile`,
    binds: [],
    timeoutSeconds: percent === undefined ? exactTimeoutSeconds : sampleTimeoutSeconds,
  };
}

/**
 * Most common values and the bounds of the histogram, in the order of the type, and whether many
 * rows changed since.
 */
function statistics({ schema, table, key }: SplitTarget, type: string): Query {
  return {
    id: 'split-statistics',
    sql: `WITH seen AS (
  SELECT coalesce(null_frac, 0) AS nulls, most_common_vals::text::text[] AS common, most_common_freqs AS shares,
    histogram_bounds::text::text[] AS bounds
  FROM pg_stats WHERE schemaname = $1 AND tablename = $2 AND attname = $3 AND NOT inherited
), steps AS (
  SELECT c.value, c.share::float8 AS weight FROM seen, unnest(seen.common, seen.shares) AS c(value, share)
  UNION ALL
  SELECT b.value, CASE WHEN b.place = cardinality(seen.bounds) THEN 0 ELSE
    greatest(0, 1 - seen.nulls - coalesce((SELECT sum(share) FROM unnest(seen.shares) AS share), 0)) / (cardinality(seen.bounds) - 1) END
  FROM seen, unnest(seen.bounds) WITH ORDINALITY AS b(value, place)
), typed AS (SELECT value::${type} AS v, weight FROM steps)
SELECT ${text(key.kind, 'v')} AS boundary, weight, (
  SELECT n_mod_since_analyze > 0.2 * greatest(n_live_tup, 1) FROM pg_stat_all_tables WHERE schemaname = $1 AND relname = $2
) AS stale
FROM typed WHERE ${isOrdinary(key.kind, 'v')} ORDER BY v`,
    binds: [schema, table, key.name],
    timeoutSeconds: 15,
  };
}

function readStatistics(rows: readonly Row[], segments: number) {
  const isStale = rows.some(({ stale }) => stale === true);
  if (isStale || rows.length < segments * minStepsPerSegment) return undefined;
  return { steps: readTiles(rows).steps, rowsRead: 0 };
}
