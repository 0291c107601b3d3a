import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { loadConfig } from '../../../core/config/load-config';
import { departmentFile } from '../../../core/discovery/department-file';
import type { Discovered, DiscoveredTable } from '../../../core/discovery/discovered';

const table = (name: string, more: Partial<DiscoveredTable> = {}): DiscoveredTable => ({
  schema: 'crm',
  table: name,
  kind: 'table',
  columns: 3,
  rows: 10,
  primaryKey: ['id'],
  uniqueKeys: 0,
  lobs: [],
  ...more,
});
const seen = (tables: DiscoveredTable[], cdcProblems: Discovered['cdcProblems'] = []): Discovered => ({
  connection: 'sales-db',
  engine: 'postgres',
  version: '16.4',
  tables,
  cdcProblems,
});
const file = (discovered: Discovered): string =>
  departmentFile({ department: 'crm', source: 'sales-db', target: 'lake' }, discovered);

function problems(text: string) {
  const files = ['connections.yaml', 'environments/local.yaml'].map((path) => ({
    path: `config/${path}`,
    text: readFileSync(`config/${path}`, 'utf8'),
  }));
  const loaded = loadConfig(
    [...files, { path: 'config/departments/crm.yaml', text }],
    new Date('2026-03-01T00:00:00Z'),
  );
  return loaded.ok ? loaded.warnings : loaded.problems;
}

const noWal = {
  check: 'postgres-wal-level',
  severity: 'error' as const,
  found: 'wal_level is replica',
  why: '',
  source: '',
};

describe('a department file to start from', () => {
  it('uses CDC for large tables with a key and loads the others every night, with the reasons', () => {
    const text = file(
      seen([
        table('orders', { rows: 5_000_000 }),
        table('lines', { rows: 5_000_000, primaryKey: [] }),
        table('kinds'),
        table('notes', { lobs: [{ column: 'body', longestBytes: 70_000 }] }),
        table('totals', { kind: 'view' }),
        table('secrets', { readable: false }),
      ]),
    );
    expect(problems(text)).toEqual([]);
    expect(text).toMatchSnapshot();
  });

  it('loads a partitioned table as a whole every night, and never its partitions as well', () => {
    const part = { partOf: [{ schema: 'crm', table: 'years' }], rows: 5_000_000 };
    const text = file(
      seen([
        table('years', { kind: 'partitioned-table', rows: 9_000_000, hasParts: true }),
        table('years_a', part),
        table('years_b', part),
        table('alone', { ...part, partOf: [{ schema: 'crm', table: 'not_readable' }] }),
        table('not_readable', { readable: false, hasParts: true }),
      ]),
    );
    expect(problems(text)).toEqual([]);
    expect(text).toContain('# - crm.years_a: a part of crm.years, which is loaded with its rows');
    const [live, nightly] = text.split('tables-nightly');
    expect(live).toContain('crm.alone');
    expect(live).not.toContain('crm.years');
    expect(nightly).toContain('- table: crm.years # about 9,000,000 rows; CDC needs its partitions instead');
  });

  it('loads all tables every night when the source does not support CDC, with the reason', () => {
    const text = file(seen([table('orders', { rows: 5_000_000 })], [noWal]));
    expect(problems(text)).toEqual([]);
    expect(text).toContain('# wal_level is replica');
    expect(text).not.toContain('full-load-and-cdc');
  });

  it('a name with control characters is escaped, and neither breaks a line nor a comment', () => {
    const names = ['new\nline', 'bell\u0007', 'del\u007f', 'nel\u0085x', 'ls\u2028x', 'esc\u001b[31m'];
    const text = file(seen(names.map((name) => table(name, { lobs: [{ column: name }] }))));
    expect(problems(text)).toEqual([]);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u2028]/u);
    expect(text).toContain('table: "del\\u007f"');
  });

  it('names three of a thousand LOB columns', () => {
    const lobs = Array.from({ length: 1000 }, (_, place) => ({ column: `c${place}` }));
    expect(file(seen([table('wide', { lobs })]))).toContain('LOBs in c0, c1, c2 and 997 more');
  });

  it('is valid, whatever the names of the tables', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }), {
          minLength: 1,
          maxLength: 5,
        }),
        fc.nat(3_000_000),
        (names, rows) => {
          const clean = names.filter((one) => !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufeff/]/u.test(one));
          fc.pre(clean.length > 0);
          expect(problems(file(seen(clean.map((one) => table(one, { rows })))))).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});
