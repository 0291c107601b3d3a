import {
  type Column,
  type ColumnTypes,
  compareFirstLoad,
  type TypeMapping,
  undocumented,
} from '../facts/column-types';

const converted: Readonly<Record<string, string>> = {
  time: 'STRING',
  year: 'INT2',
  enum: 'WSTRING of its longest value',
  set: 'WSTRING with its values separated by commas',
  timestamp: 'DATETIME in UTC, while DATETIME stays unchanged',
  bit: 'BOOLEAN, or BYTES(8) for bit(64)',
};
/** Types of MariaDB and of MySQL 9 that the DMS guide does not list. */
const unlisted: ReadonlySet<string> = new Set(['uuid', 'inet4', 'inet6', 'vector']);
const geometry: readonly string[] = [
  ...['geometry', 'point', 'linestring', 'polygon', 'multipoint', 'multilinestring', 'multipolygon'],
  ...['geometrycollection', 'geomcollection'],
];
const lobs: ReadonlySet<string> = new Set([
  ...['mediumtext', 'longtext', 'mediumblob', 'longblob', 'json'],
  ...geometry,
]);
/** Precision of a decimal whose mapping the DMS guide documents. */
const maxDigits = 38;

export const mysqlColumnTypes: ColumnTypes = {
  source:
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.MySQL.html#CHAP_Source.MySQL.DataTypes',
  mappingOf,
  isLob: ({ type }) => lobs.has(type),
};

function mappingOf({ type, precision }: Column): TypeMapping | undefined {
  if (unlisted.has(type)) return undocumented;
  if (type === 'decimal' && precision !== undefined && precision > maxDigits)
    return {
      kind: 'converted',
      arrivesAs: `NUMERIC; the DMS guide does not document more than ${maxDigits} digits: ${compareFirstLoad}`,
    };
  const arrivesAs = converted[type];
  return arrivesAs === undefined ? undefined : { kind: 'converted', arrivesAs };
}
