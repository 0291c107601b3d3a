import type { Row } from '../../../core/checks/query/query';
import type { SplitTarget } from '../../../core/splitting/engine';
import { splitEngines } from '../../../core/splitting/engines';
import { evenSteps } from '../../../core/splitting/even-steps';

const target = (more: Partial<SplitTarget> = {}): SplitTarget => ({
  schema: 'S"]`x',
  table: "T'; DROP TABLE t --",
  key: { name: 'K', kind: 'integer', type: 'int', indexed: true },
  segments: 2,
  rows: 10_000_000,
  ...more,
});

describe('what a split asks of an engine', () => {
  it.each(['postgres', 'oracle', 'sqlserver', 'mysql'] as const)(
    'O2: %s gets quoted names and bound values, no parallel scan, and reads all only for exact',
    (engine) => {
      const { cheap, exact } = splitEngines[engine];
      const sources = cheap(target());
      for (const { query } of [...sources, exact(target())]) {
        const quoted = {
          postgres: '"T\'; DROP TABLE t --"',
          oracle: '"T\'; DROP TABLE t --"',
          sqlserver: "[T'; DROP TABLE t --]",
          mysql: "`T'; DROP TABLE t --`",
        }[engine];
        const outside = query.sql.replaceAll(quoted, '');
        expect(outside).not.toContain('DROP TABLE');
        expect(query.sql.replace('NO_PARALLEL', '')).not.toMatch(/parallel/i);
      }
      const reading = sources.filter(({ from }) => from === 'sample').map(({ query }) => query.sql);
      for (const sql of reading) expect(sql).toMatch(/TABLESAMPLE|SAMPLE BLOCK/);
      expect(exact(target()).query.sql).not.toMatch(/SAMPLE/);
    },
  );

  it('Oracle: asks a sample of blocks, without the table’s own parallel degree', () => {
    const [sample] = splitEngines.oracle.cheap(target());
    expect(sample?.query.sql).toContain('SAMPLE BLOCK (1.000000)');
    expect(sample?.query.sql).toContain('/*+ NO_PARALLEL */');
  });

  it('SQL Server: reads a histogram, a step’s range rows being those below its key', () => {
    const [statistics] = splitEngines.sqlserver.cheap(target());
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

  it('MySQL: reads a histogram of text, else the ends of an index', () => {
    const [statistics, extremes] = splitEngines.mysql.cheap(target());
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
