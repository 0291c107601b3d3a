import type { TableShape } from '../../tables/table-shape';
import type { Column, ColumnTypes, TypeMapping } from '../facts/column-types';
import { sqlFix } from '../report/finding';
import { postgresDialect } from './dialect';

/**
 * Types by the names of the dictionary. The user's own enums and composites come under those words.
 */
const converted: Readonly<Record<string, string>> = {
  boolean: 'the text true or false',
  money: 'NUMERIC(38,4)',
  interval: 'STRING(128), such as 1 YEAR, 2 MONTHS, 3 DAYS',
  enum: 'STRING(64)',
  'timestamp with time zone': 'DATETIME in UTC, without its time zone',
  'time with time zone': 'TIME, without its time zone',
};
const postGis: ReadonlySet<string> = new Set(['geometry', 'geography', 'raster', 'box2d', 'box3d']);
const lobs: ReadonlySet<string> = new Set([
  ...['text', 'citext', 'json', 'jsonb', 'bytea', 'xml', 'hstore', 'composite', 'tsvector', 'tsquery'],
  ...['path', 'polygon'],
]);
/** Precision of a numeric that arrives complete. */
const maxDigits = 38;

export const postgresColumnTypes: ColumnTypes = {
  source:
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.PostgreSQL.html#CHAP_Source-PostgreSQL-DataTypes',
  mappingOf,
  isLob: ({ type }) => lobs.has(type) || type.endsWith('[]'),
};

/** A varchar without a length. DMS reads up to 8,000 bytes of it by default. */
export function isUnboundedVarchar({ type, length }: Pick<Column, 'type' | 'length'>): boolean {
  return type === 'character varying' && length === undefined;
}

function mappingOf(column: Column): TypeMapping | undefined {
  const { type, precision } = column;
  if (type === 'numeric' && precision === undefined)
    return {
      kind: 'truncated',
      arrivesAs: 'NUMERIC(28,6), without the digits past the sixth decimal',
      unless: /mapUnboundedNumericAsString=(true|y|1)/i,
      fix: declarePrecision,
    };
  if (type === 'numeric' && precision !== undefined && precision > maxDigits)
    return { kind: 'converted', arrivesAs: `STRING, for more than ${maxDigits} digits` };
  if (postGis.has(type))
    return {
      kind: 'not-migrated',
      because: 'DMS migrates PostGIS types only to PostgreSQL targets',
      exceptIn: 'postgres',
    };
  if (type === 'oid')
    return { kind: 'not-migrated', because: 'DMS does not migrate the large object behind an OID' };
  if (isUnboundedVarchar(column))
    return {
      kind: 'converted',
      arrivesAs: 'WSTRING of 8,000 bytes, unless unboundedVarcharMaxSize allows more',
    };
  const arrivesAs = converted[type];
  return arrivesAs === undefined ? undefined : { kind: 'converted', arrivesAs };
}

function declarePrecision({ schema, table }: TableShape, { name }: Column) {
  const [schemaName, tableName, column] = [schema, table, name].map(postgresDialect.identifier);
  return sqlFix(
    `ALTER TABLE ${schemaName}.${tableName} ALTER COLUMN ${column} TYPE numeric(${maxDigits}, 10);`,
  );
}
