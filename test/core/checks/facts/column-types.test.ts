import { engines } from '../../../../core/checks/engines';
import type { Column } from '../../../../core/checks/facts/column-types';
import type { SourceEngine } from '../../../../core/model/source-engine';

const mapping = (engine: SourceEngine, type: string, sizes: Partial<Column> = {}) =>
  engines[engine].columnTypes.mappingOf({ name: 'c', type, nullable: true, ...sizes });
const arrival = (...column: Parameters<typeof mapping>) => {
  const found = mapping(...column);
  return found === undefined
    ? 'unchanged'
    : 'arrivesAs' in found
      ? `${found.kind}: ${found.arrivesAs}`
      : found.kind;
};

describe('mappings of column types in the DMS guide', () => {
  it.each([
    ['time', 'unchanged'],
    ['datetimeoffset', 'converted: WSTRING with its offset'],
    ['uniqueidentifier', 'converted: STRING'],
    ['timestamp', 'converted: BYTES'],
    ['hierarchyid', 'converted: WSTRING(250)'],
    ['geography', 'converted: CLOB'],
    ['money', 'converted: NUMERIC'],
    ['sql_variant', 'not-migrated'],
    ['decimal', 'unchanged'],
  ])('SQL Server: %s is %s', (type, expected) => expect(arrival('sqlserver', type)).toBe(expected));

  it('SQL Server: a table with a sql_variant is not supported at all, and the finding says so', () => {
    expect(mapping('sqlserver', 'sql_variant')).toMatchObject({ because: expect.stringContaining('tables') });
  });

  it.each([
    ['time', 'converted: STRING'],
    ['year', 'converted: INT2'],
    ['enum', 'converted: WSTRING of its longest value'],
    ['bit', 'converted: BOOLEAN, or BYTES(8) for bit(64)'],
    ['text', 'unchanged'],
    ['blob', 'unchanged'],
  ])('MySQL: %s is %s', (type, expected) => expect(arrival('mysql', type)).toBe(expected));

  it.each(['uuid', 'inet4', 'inet6', 'vector'])(
    'MySQL: %s is not in the guide, so no loss is reported',
    (type) =>
      expect(arrival('mysql', type)).toMatch(/^converted: a type that the DMS guide does not document/),
  );

  it('MySQL: a decimal of more than 38 digits is not reported as truncated', () => {
    expect(mapping('mysql', 'decimal', { precision: 39, scale: 2 })).not.toHaveProperty('fix');
    expect(arrival('mysql', 'decimal', { precision: 39, scale: 2 })).toMatch(/^converted/);
  });

  it('Oracle: a NUMBER with more digits than REAL8 holds is reported', () => {
    expect(arrival('oracle', 'number', { precision: 20, scale: 4 })).toMatch(/REAL8/);
    expect(arrival('oracle', 'number', { precision: 12, scale: 2 })).toBe('unchanged');
    expect(arrival('oracle', 'number', { precision: 20, scale: 0 })).toBe('unchanged');
    expect(arrival('oracle', 'number')).toMatch(/^truncated/);
    expect(arrival('oracle', 'float', { precision: 126 })).toMatch(/REAL8/);
  });

  it('geometry arrives in PostgreSQL targets', () => {
    expect(mapping('oracle', 'sdo_geometry')).toMatchObject({ kind: 'not-migrated', exceptIn: 'postgres' });
    expect(mapping('postgres', 'geometry')).toMatchObject({ kind: 'not-migrated', exceptIn: 'postgres' });
  });

  it('knows which types are LOBs for DMS', () => {
    const isLob = (engine: SourceEngine, type: string, sizes: Partial<Column> = {}) =>
      engines[engine].columnTypes.isLob({ name: 'c', type, nullable: true, ...sizes });
    expect(['mediumtext', 'longblob', 'json', 'point'].every((type) => isLob('mysql', type))).toBe(true);
    // BLOB and TEXT are BYTES(65535) and WSTRING for DMS, not LOBs.
    expect(['text', 'blob', 'tinytext'].some((type) => isLob('mysql', type))).toBe(false);
    expect(isLob('sqlserver', 'nvarchar', { length: -1 })).toBe(true);
    expect(isLob('sqlserver', 'nvarchar', { length: 100 })).toBe(false);
  });
});

describe('values that a conversion makes equal or NULL', () => {
  const losses = (
    engine: SourceEngine,
    type: string,
    format: 'csv' | 'parquet' | 'database',
    sizes: Partial<Column> = {},
  ) =>
    engines[engine]
      .lossesOf({ name: 'c', type, nullable: true, ...sizes }, { format, connectionAttributes: '' })
      .filter(({ rare }) => rare !== true)
      .map(({ what, fix }) => [/milli|micro|sixth|tenth|fifteenth|whole|UTC|BOOLEAN/.exec(what)?.[0], fix]);
  const csv = 'format: csv   # keeps microseconds';

  it.each([
    ['postgres', 'timestamp without time zone', {}, [['milli', csv]], []],
    ['postgres', 'timestamp with time zone', { scale: 4 }, [['milli', csv]], []],
    ['postgres', 'timestamp without time zone', { scale: 3 }, [], []],
    ['postgres', 'time without time zone', {}, [['milli', csv]], []],
    ['postgres', 'time with time zone', { scale: 0 }, [['UTC', undefined]], [['UTC', undefined]]],
    ['postgres', 'numeric', { precision: 50, scale: 2 }, [], []],
    ['postgres', 'numeric', { precision: 38, scale: 2 }, [], []],
    ['postgres', 'money', {}, [], []],
    ['oracle', 'timestamp', { scale: 9 }, [['milli', undefined]], [['micro', undefined]]],
    ['oracle', 'timestamp', {}, [['milli', csv]], []],
    ['oracle', 'timestamp', { scale: 3 }, [], []],
    ['oracle', 'date', {}, [], []],
    ['oracle', 'number', { precision: 20, scale: 2 }, [['fifteenth', undefined]], [['fifteenth', undefined]]],
    ['oracle', 'number', { precision: 38, scale: 0 }, [], []],
    ['oracle', 'float', { precision: 126 }, [['fifteenth', undefined]], [['fifteenth', undefined]]],
    ['mysql', 'datetime', {}, [], []],
    ['mysql', 'datetime', { scale: 6 }, [['milli', csv]], []],
    ['mysql', 'timestamp', { scale: 4 }, [['milli', csv]], []],
    ['mysql', 'time', { scale: 6 }, [], []],
    ['mysql', 'bit', { length: 8 }, [['BOOLEAN', undefined]], [['BOOLEAN', undefined]]],
    ['mysql', 'bit', { length: 64 }, [], []],
    ['sqlserver', 'datetime2', {}, [['milli', undefined]], [['micro', undefined]]],
    ['sqlserver', 'datetime2', { scale: 5 }, [['milli', csv]], []],
    ['sqlserver', 'datetime', {}, [], []],
    ['sqlserver', 'time', { scale: 7 }, [['milli', undefined]], [['micro', undefined]]],
    ['sqlserver', 'datetimeoffset', { scale: 7 }, [], []],
  ] as const)('%s %s %j', (engine, type, sizes, inParquet, inCsv) => {
    expect(losses(engine, type, 'parquet', sizes)).toEqual(inParquet);
    expect(losses(engine, type, 'csv', sizes)).toEqual(inCsv);
  });

  it('names numbers without a precision that become NULL, per format', () => {
    const texts = (format: 'csv' | 'parquet' | 'database') =>
      engines.postgres
        .lossesOf({ name: 'c', type: 'numeric', nullable: true }, { format, connectionAttributes: '' })
        .map(({ what }) => what)
        .join('; ');
    expect(texts('parquet')).toContain('more than 22 whole digits arrive as NULL');
    expect(texts('csv')).toContain('more than 32 whole digits are NULL in views');
    expect(texts('database')).not.toContain('NULL');
  });
});
