import { type Column, type ColumnTypes, compareFirstLoad, type TypeMapping } from '../facts/column-types';
import { configFix } from '../report/finding';

const notMigrated: Readonly<Record<string, string>> = {
  bfile: 'BFILE points to a file outside the database',
  rowid: 'DMS does not support ROWID',
  urowid: 'DMS does not support UROWID',
  ref: 'DMS does not support REF',
  anydata: 'DMS does not support ANYDATA',
};
/** Decimal digits that a REAL8 always holds, and its binary digits. */
const [real8Digits, real8Bits] = [15, 53];

export const oracleColumnTypes: ColumnTypes = {
  source:
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.Oracle.html#CHAP_Source.Oracle.DataTypes',
  mappingOf,
  isLob: ({ type }) => ['clob', 'nclob', 'blob', 'long', 'long raw', 'xmltype'].includes(type),
};

function mappingOf(column: Column): TypeMapping | undefined {
  const { type } = column;
  const because = notMigrated[type];
  if (because !== undefined) return { kind: 'not-migrated', because };
  if (type === 'sdo_geometry')
    return {
      kind: 'not-migrated',
      because: 'DMS migrates SDO_GEOMETRY only to Oracle and PostgreSQL targets',
      exceptIn: 'postgres',
    };
  if (type === 'number') return numberMapping(column);
  if (type === 'float' && (column.precision ?? 0) > real8Bits)
    return { kind: 'converted', arrivesAs: `REAL8, which holds ${real8Bits} binary digits` };
  if (/^timestamp.* with (local )?time zone$/.test(type))
    return {
      kind: 'converted',
      arrivesAs: type.includes('local')
        ? 'STRING in the time zone of the session'
        : 'STRING with its time zone',
    };
  if (type === 'char' || type === 'nchar')
    return { kind: 'converted', arrivesAs: 'a text without the spaces at its end' };
  if (type.startsWith('interval')) return { kind: 'converted', arrivesAs: 'STRING' };
  return undefined;
}

/** See docs/pitfalls.md#numbers-without-precision */
function numberMapping({ precision, scale }: Column): TypeMapping | undefined {
  // INTEGER is NUMBER(*,0): it has no precision, but a scale.
  if (precision === undefined && scale === undefined)
    return {
      kind: 'truncated',
      arrivesAs: 'NUMERIC(38,10), without the digits past the tenth decimal',
      unless: /numberDataTypeScale=-[12]\b/i,
      // Oracle does not reduce the precision of a column that has rows; DMS can read it as text.
      fix: () =>
        configFix(
          'connection-attributes: {numberDataTypeScale: -2}   # NUMBER without precision arrives as text',
        ),
    };
  if ((scale ?? 0) > 0 && (precision ?? 0) > real8Digits)
    return {
      kind: 'converted',
      arrivesAs: `REAL8 according to the DMS guide, which holds ${real8Digits} digits: ${compareFirstLoad}`,
    };
  return undefined;
}
