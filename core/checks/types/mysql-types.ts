import type { Column, TypeFate, TypeTable } from './type-fate';

const reshaped: Readonly<Record<string, string>> = {
  time: 'STRING',
  year: 'INT2',
  enum: 'STRING',
  set: 'STRING',
  timestamp: 'DATETIME in UTC, while DATETIME stays as it is',
  uuid: 'STRING',
  inet4: 'STRING',
  inet6: 'STRING',
};
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
  fate,
  isLob: ({ type }) => lobs.has(type),
};

function fate({ type, precision }: Column): TypeFate | undefined {
  if (type === 'vector') return { kind: 'left-out', because: 'DMS knows no vectors' };
  if (type === 'decimal' && precision !== undefined && precision > 38)
    return { kind: 'cut', becomes: 'NUMERIC of at most 38 digits', type: 'decimal(38, 10)' };
  if (type === 'bit') return { kind: 'reshaped', becomes: 'BOOLEAN, or BYTES(8) for bit(64)' };
  const becomes = reshaped[type];
  return becomes === undefined ? undefined : { kind: 'reshaped', becomes };
}
