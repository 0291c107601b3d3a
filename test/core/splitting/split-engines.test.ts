import type { Row } from '../../../core/checks/query/query';
import { evenSteps } from '../../../core/splitting/even-steps';
import { mysqlSplits } from '../../../core/splitting/mysql';
import { oracleSplits } from '../../../core/splitting/oracle';
import { postgresSplits } from '../../../core/splitting/postgres';
import type { SplitTarget } from '../../../core/splitting/split-engine';
import { sqlServerSplits } from '../../../core/splitting/sqlserver';

const target = (more: Partial<SplitTarget> = {}): SplitTarget => ({
  schema: 'S"]`x',
  table: "T'; DROP TABLE t --",
  key: { name: 'K', kind: 'integer', type: 'int', indexed: true },
  segments: 2,
  rows: 10_000_000,
  ...more,
});

describe('queries of a split', () => {
  it.each([
    ['postgres', postgresSplits, '"T\'; DROP TABLE t --"'],
    ['oracle', oracleSplits, '"T\'; DROP TABLE t --"'],
    ['sqlserver', sqlServerSplits, "[T'; DROP TABLE t --]"],
    ['mysql', mysqlSplits, "`T'; DROP TABLE t --`"],
  ] as const)(
    '%s gets quoted names and bound values, no parallel scan, and reads all rows only for exact',
    (_engine, { cheap, exact }, quoted) => {
      const sources = cheap(target());
      for (const { query } of [...sources, exact(target())]) {
        const outside = query.sql.replaceAll(quoted, '');
        expect(outside).not.toContain('DROP TABLE');
        expect(query.sql.replace('NO_PARALLEL', '')).not.toMatch(/parallel/i);
      }
      const reading = sources.filter(({ from }) => from === 'sample').map(({ query }) => query.sql);
      for (const sql of reading) expect(sql).toMatch(/TABLESAMPLE|SAMPLE BLOCK/);
      expect(exact(target()).query.sql).not.toMatch(/SAMPLE/);
    },
  );

  it('Oracle: samples blocks, without the parallel degree of the table', () => {
    const [sample] = oracleSplits.cheap(target());
    expect(sample?.query.sql).toContain('SAMPLE BLOCK (1.000000)');
    expect(sample?.query.sql).toContain('/*+ NO_PARALLEL */');
  });

  it('SQL Server: reads a histogram, whose range rows are below the key of their step', () => {
    const [statistics] = sqlServerSplits.cheap(target());
    const rows: Row[] = Array.from({ length: 20 }, (_, at) => ({
      boundary: String(at * 10),
      range_rows: at === 0 ? 0 : 9,
      equal_rows: 1,
      stale: 0,
    }));
    const read = statistics?.read(rows);
    expect(read?.steps.slice(0, 2)).toEqual([
      { value: '0', weight: 10 },
      { value: '10', weight: 10 },
    ]);
    expect(statistics?.read(rows.map((row) => ({ ...row, stale: 1 })))).toBeUndefined();
    expect(statistics?.read(rows.slice(0, 5))).toBeUndefined();
  });

  it('MySQL: reads a histogram of text, or else the ends of an index', () => {
    const [statistics, extremes] = mysqlSplits.cheap(target());
    const text = (word: string) => `base64:type254:${Buffer.from(word).toString('base64')}`;
    const buckets = Array.from({ length: 16 }, (_, at) => [
      text(`ä${at}`),
      text(`ä${at}z`),
      (at + 1) / 16,
      3,
    ]);
    const histogram = JSON.stringify({ 'histogram-type': 'equi-height', buckets });
    expect(statistics?.read([{ histogram }])?.steps[1]).toEqual({ value: 'ä1', weight: 1 / 16 });
    expect(statistics?.read([])).toBeUndefined();
    expect(extremes?.read([{ lowest: '-100', highest: '100' }])?.steps.map(({ value }) => value)).toEqual([
      '-100',
      '0',
    ]);
    expect(extremes?.read([{ lowest: null, highest: null }])).toBeUndefined();
  });
});

test.each([
  ['integer', '0', '9223372036854775807', ['0', '4611686018427387903']],
  ['decimal', '-1.50', '3.50', ['-1', '1']],
  ['date', '2020-01-01', '2022-01-01', ['2020-01-01', '2020-12-31']],
  [
    'timestamp',
    '2020-01-01 00:00:00',
    '2020-01-03 00:00:00.500',
    ['2020-01-01 00:00:00', '2020-01-02 00:00:00'],
  ],
] as const)('even steps of %s from %s to %s', (kind, lowest, highest, values) => {
  expect(evenSteps(kind, lowest, highest, 2)?.map(({ value }) => value)).toEqual(values);
});
