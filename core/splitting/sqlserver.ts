import type { Query, Row } from '../checks/query/query';
import { sqlServerDialect } from '../checks/sqlserver/dialect';
import type { Step } from './boundaries';
import { type KeyKind, kindByType, type SplitEngine, type SplitTarget } from './split-engine';
import {
  exactTimeoutSeconds,
  minStepsPerSegment,
  readTiles,
  samplePercent,
  sampleTimeoutSeconds,
  tilesPerSegment,
} from './tiles';

const { identifier } = sqlServerDialect;

const keyKinds: readonly (readonly [KeyKind, RegExp])[] = [
  ['integer', /^(tinyint|smallint|int|bigint)$/],
  ['decimal', /^(decimal|numeric|money|smallmoney)$/],
  ['date', /^date$/],
  ['timestamp', /^(datetime2?|smalldatetime)$/],
  ['string', /^n?(var)?char$/],
];

/** ISO 8601 with a T is independent of DATEFORMAT. */
const text = (kind: KeyKind, sql: string): string =>
  kind === 'timestamp'
    ? `CONVERT(nvarchar(40), ${sql}, 126)`
    : kind === 'date'
      ? `CONVERT(nvarchar(40), ${sql}, 23)`
      : `CONVERT(nvarchar(4000), ${sql})`;

/**
 * Splits tables of SQL Server by the histogram of a statistics object that begins with the column,
 * or else by TABLESAMPLE.
 * Source: learn.microsoft.com, sys.dm_db_stats_histogram (2016 SP1 CU2 and later). On older servers
 * its query fails, and the sample follows.
 */
export const sqlServerSplits: SplitEngine = {
  keyKindOf({ type, length }) {
    const kind = kindByType(keyKinds, type);
    // The length of varchar(max), an NCLOB for DMS, is -1.
    return kind === 'string' && length === -1 ? undefined : kind;
  },
  cheap(target) {
    const percent = samplePercent(target);
    return [
      {
        from: 'statistics',
        query: histogram(target),
        read: (rows) => readHistogram(rows, target.segments),
      },
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
      : ` TABLESAMPLE SYSTEM (${percent.toFixed(4)} PERCENT) REPEATABLE (1)`;
  return {
    id: `split-${id}`,
    sql: `SELECT ${text(key.kind, 'MIN(v)')} AS boundary, COUNT_BIG(*) AS weight FROM (
  SELECT v, NTILE(${segments * tilesPerSegment}) OVER (ORDER BY v) AS tile
  FROM (SELECT ${identifier(key.name)} AS v FROM ${identifier(schema)}.${identifier(table)}${sampled}) s WHERE v IS NOT NULL
) t GROUP BY tile ORDER BY tile OPTION (MAXDOP 1)`,
    binds: [],
    timeoutSeconds: percent === undefined ? exactTimeoutSeconds : sampleTimeoutSeconds,
  };
}

function histogram({ schema, table, key }: SplitTarget): Query {
  return {
    id: 'split-statistics',
    sql: `SELECT ${text(key.kind, 'h.range_high_key')} AS boundary, h.range_rows, h.equal_rows,
  CASE WHEN p.modification_counter > 0.2 * p.rows THEN 1 ELSE 0 END AS stale
FROM (
  SELECT TOP (1) s.object_id, s.stats_id FROM sys.stats s
  JOIN sys.stats_columns sc ON sc.object_id = s.object_id AND sc.stats_id = s.stats_id AND sc.stats_column_id = 1
  JOIN sys.columns c ON c.object_id = sc.object_id AND c.column_id = sc.column_id
  JOIN sys.objects o ON o.object_id = s.object_id JOIN sys.schemas n ON n.schema_id = o.schema_id
  WHERE n.name = @p1 AND o.name = @p2 AND c.name = @p3 AND s.has_filter = 0
  ORDER BY s.stats_id
) one
CROSS APPLY sys.dm_db_stats_properties(one.object_id, one.stats_id) p
CROSS APPLY sys.dm_db_stats_histogram(one.object_id, one.stats_id) h
ORDER BY h.step_number`,
    binds: [schema, table, key.name],
    timeoutSeconds: 15,
  };
}

/** The range_rows of a step are below its key, so they add to the weight of the key before. */
function readHistogram(rows: readonly Row[], segments: number) {
  if (rows.length < segments * minStepsPerSegment || rows.some(({ stale }) => Number(stale) === 1))
    return undefined;
  const steps: Step[] = [];
  for (const [index, row] of rows.entries()) {
    const above = Number(rows[index + 1]?.['range_rows'] ?? 0);
    const { boundary, equal_rows: equal } = row;
    if (boundary !== null && boundary !== undefined)
      steps.push({ value: String(boundary), weight: Number(equal ?? 0) + above });
  }
  return { steps, rowsRead: 0 };
}
