import type { Column } from '../../../../core/checks/column-types/type-mapping';
import { typeTables } from '../../../../core/checks/column-types/type-tables';
import type { SourceEngine } from '../../../../core/model/source-engine';

const mapping = (engine: SourceEngine, type: string, sizes: Partial<Column> = {}) =>
  typeTables[engine].mappingOf({ name: 'c', type, nullable: true, ...sizes });
const becomes = (...requested: Parameters<typeof mapping>) => {
  const found = mapping(...requested);
  return found === undefined
    ? 'as it is'
    : 'becomes' in found
      ? `${found.kind}: ${found.becomes}`
      : found.kind;
};

describe('what DMS makes of types, by the tables of its guide', () => {
  it.each([
    ['time', 'as it is'],
    ['datetimeoffset', 'reshaped: WSTRING with its offset'],
    ['uniqueidentifier', 'reshaped: STRING'],
    ['timestamp', 'reshaped: BYTES'],
    ['hierarchyid', 'reshaped: WSTRING(250)'],
    ['geography', 'reshaped: CLOB'],
    ['money', 'reshaped: NUMERIC'],
    ['sql_variant', 'left-out'],
    ['decimal', 'as it is'],
  ])('SQL Server: %s is %s', (type, said) => expect(becomes('sqlserver', type)).toBe(said));

  it('SQL Server: a table with a sql_variant is not supported at all, and the finding says so', () => {
    expect(mapping('sqlserver', 'sql_variant')).toMatchObject({ because: expect.stringContaining('tables') });
  });

  it.each([
    ['time', 'reshaped: STRING'],
    ['year', 'reshaped: INT2'],
    ['enum', 'reshaped: WSTRING of its longest value'],
    ['bit', 'reshaped: BOOLEAN, or BYTES(8) for bit(64)'],
    ['text', 'as it is'],
    ['blob', 'as it is'],
  ])('MySQL: %s is %s', (type, said) => expect(becomes('mysql', type)).toBe(said));

  it.each(['uuid', 'inet4', 'inet6', 'vector'])(
    'MySQL: of %s the guide says nothing, so nothing is claimed to be lost',
    (type) => expect(becomes('mysql', type)).toMatch(/^reshaped: the guide does not say/),
  );

  it('MySQL: a decimal of more than 38 digits is no reason to offer another type', () => {
    expect(mapping('mysql', 'decimal', { precision: 39, scale: 2 })).not.toHaveProperty('type');
    expect(becomes('mysql', 'decimal', { precision: 39, scale: 2 })).toMatch(/^reshaped/);
  });

  it('O4: Oracle: a NUMBER with more digits than REAL8 holds is said', () => {
    expect(becomes('oracle', 'number', { precision: 20, scale: 4 })).toMatch(/REAL8/);
    expect(becomes('oracle', 'number', { precision: 12, scale: 2 })).toBe('as it is');
    expect(becomes('oracle', 'number', { precision: 20, scale: 0 })).toBe('as it is');
    expect(becomes('oracle', 'number')).toMatch(/^cut/);
    expect(becomes('oracle', 'float', { precision: 126 })).toMatch(/REAL8/);
  });

  it('geometry arrives in PostgreSQL targets', () => {
    expect(mapping('oracle', 'sdo_geometry')).toMatchObject({ kind: 'left-out', butIn: 'postgres' });
    expect(mapping('postgres', 'geometry')).toMatchObject({ kind: 'left-out', butIn: 'postgres' });
  });

  it('knows which types the LOB mode is about (O3)', () => {
    const isLob = (engine: SourceEngine, type: string, sizes: Partial<Column> = {}) =>
      typeTables[engine].isLob({ name: 'c', type, nullable: true, ...sizes });
    expect(['mediumtext', 'longblob', 'json', 'point'].every((type) => isLob('mysql', type))).toBe(true);
    // BLOB and TEXT are BYTES(65535) and WSTRING: no LOBs to DMS.
    expect(['text', 'blob', 'tinytext'].some((type) => isLob('mysql', type))).toBe(false);
    expect(isLob('sqlserver', 'nvarchar', { length: -1 })).toBe(true);
    expect(isLob('sqlserver', 'nvarchar', { length: 100 })).toBe(false);
  });
});
