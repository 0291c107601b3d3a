import type { Column, TypeMapping, TypeTable } from '../column-types/type-mapping';

const leftOut: Readonly<Record<string, string>> = {
  bfile: 'BFILE points to a file outside the database',
  rowid: 'ROWID is not supported',
  urowid: 'UROWID is not supported',
  ref: 'REF is not supported',
  anydata: 'ANYDATA is not supported',
};
/** Decimal digits that a REAL8 holds for certain, and its binary ones. */
const [real8Digits, real8Bits] = [15, 53];

export const oracleTypes: TypeTable = {
  source:
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.Oracle.html#CHAP_Source.Oracle.DataTypes',
  mappingOf,
  isLob: ({ type }) => ['clob', 'nclob', 'blob', 'long', 'long raw', 'xmltype'].includes(type),
};

function mappingOf({ type, precision, scale }: Column): TypeMapping | undefined {
  const because = leftOut[type];
  if (because !== undefined) return { kind: 'left-out', because };
  if (type === 'sdo_geometry')
    return {
      kind: 'left-out',
      because: 'SDO_GEOMETRY goes to Oracle and PostgreSQL targets only',
      butIn: 'postgres',
    };
  // INTEGER is NUMBER(*,0): no precision, but a scale.
  if (type === 'number' && precision === undefined && scale === undefined)
    return { kind: 'cut', becomes: 'NUMERIC(38,10): digits past the tenth decimal are cut' };
  if (type === 'number' && (scale ?? 0) > 0 && (precision ?? 0) > real8Digits)
    return {
      kind: 'reshaped',
      becomes: `REAL8 by the guide, which holds ${real8Digits} digits: compare a first load with the source`,
    };
  if (type === 'float' && (precision ?? 0) > real8Bits)
    return { kind: 'reshaped', becomes: `REAL8, which holds ${real8Bits} binary digits` };
  if (/^timestamp.* with (local )?time zone$/.test(type))
    return {
      kind: 'reshaped',
      becomes: type.includes('local') ? 'STRING in the session’s zone' : 'STRING with its zone',
    };
  if (type.startsWith('interval')) return { kind: 'reshaped', becomes: 'STRING' };
  return undefined;
}
