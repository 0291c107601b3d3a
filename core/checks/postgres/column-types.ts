import type { Column, TypeMapping, TypeTable } from '../column-types/type-mapping';

/** Types of the dictionary's own words; enums, composites and ranges of the user come under those words. */
const reshaped: Readonly<Record<string, string>> = {
  boolean: 'the text true or false',
  money: 'NUMERIC(38,4)',
  interval: 'STRING(128), such as 1 YEAR, 2 MONTHS, 3 DAYS',
  enum: 'STRING(64)',
  'timestamp with time zone': 'DATETIME in UTC, without its zone',
  'time with time zone': 'TIME, without its zone',
};
/** Homogeneous migrations only. */
const postGis: ReadonlySet<string> = new Set(['geometry', 'geography', 'raster', 'box2d', 'box3d']);
const lobs: ReadonlySet<string> = new Set([
  ...['text', 'citext', 'json', 'jsonb', 'bytea', 'xml', 'hstore', 'composite', 'tsvector', 'tsquery'],
  ...['path', 'polygon'],
]);

export const postgresTypes: TypeTable = {
  source:
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.PostgreSQL.html#CHAP_Source-PostgreSQL-DataTypes',
  mappingOf,
  isLob: ({ type }) => lobs.has(type) || type.endsWith('[]'),
};

function mappingOf({ type, precision, length }: Column): TypeMapping | undefined {
  if (type === 'numeric' && precision === undefined)
    return {
      kind: 'cut',
      becomes: 'NUMERIC(28,6): digits past the sixth decimal are cut',
      type: 'numeric(38, 10)',
    };
  if (type === 'numeric' && precision !== undefined && precision > 38)
    return { kind: 'reshaped', becomes: 'STRING, for more than 38 digits' };
  if (postGis.has(type))
    return { kind: 'left-out', because: 'PostGIS types go to PostgreSQL targets only', butIn: 'postgres' };
  if (type === 'oid') return { kind: 'left-out', because: 'large objects behind an OID are not migrated' };
  if (type === 'character varying' && length === undefined)
    return { kind: 'reshaped', becomes: 'WSTRING of 8,000 bytes, unless unboundedVarcharMaxSize says more' };
  const becomes = reshaped[type];
  return becomes === undefined ? undefined : { kind: 'reshaped', becomes };
}
