import { type Column, notSaid, type TypeMapping, type TypeTable, tryIt } from '../column-types/type-mapping';

const reshaped: Readonly<Record<string, string>> = {
  time: 'STRING',
  year: 'INT2',
  enum: 'WSTRING of its longest value',
  set: 'WSTRING with its values between commas',
  timestamp: 'DATETIME in UTC, while DATETIME stays as it is',
};
/** Of MariaDB and of MySQL 9: the guide's table of types does not name them. */
const unlisted: ReadonlySet<string> = new Set(['uuid', 'inet4', 'inet6', 'vector']);
const geometry: readonly string[] = [
  ...['geometry', 'point', 'linestring', 'polygon', 'multipoint', 'multilinestring', 'multipolygon'],
  ...['geometrycollection', 'geomcollection'],
];
const lobs: ReadonlySet<string> = new Set([
  'mediumtext',
  'longtext',
  'mediumblob',
  'longblob',
  'json',
  ...geometry,
]);

export const mysqlTypes: TypeTable = {
  source:
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.MySQL.html#CHAP_Source.MySQL.DataTypes',
  mappingOf,
  isLob: ({ type }) => lobs.has(type),
};

function mappingOf({ type, precision }: Column): TypeMapping | undefined {
  if (unlisted.has(type)) return { kind: 'reshaped', becomes: notSaid };
  if (type === 'decimal' && precision !== undefined && precision > 38)
    return { kind: 'reshaped', becomes: `NUMERIC; of more than 38 digits the guide says nothing: ${tryIt}` };
  if (type === 'bit') return { kind: 'reshaped', becomes: 'BOOLEAN, or BYTES(8) for bit(64)' };
  const becomes = reshaped[type];
  return becomes === undefined ? undefined : { kind: 'reshaped', becomes };
}
