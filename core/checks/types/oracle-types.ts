import type { Column, TypeFate, TypeTable } from './type-fate';

const leftOut: Readonly<Record<string, string>> = {
  bfile: 'BFILE points to a file outside the database',
  rowid: 'ROWID is not supported',
  urowid: 'UROWID is not supported',
  ref: 'REF is not supported',
  anydata: 'ANYDATA is not supported',
};

export const oracleTypes: TypeTable = {
  source:
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.Oracle.html#CHAP_Source.Oracle.DataTypes',
  fate,
  isLob: ({ type }) => ['clob', 'nclob', 'blob', 'long', 'long raw', 'xmltype'].includes(type),
};

function fate({ type, precision, scale }: Column): TypeFate | undefined {
  const because = leftOut[type];
  if (because !== undefined) return { kind: 'left-out', because };
  // INTEGER is NUMBER(*,0): no precision, but a scale.
  if (type === 'number' && precision === undefined && scale === undefined)
    return { kind: 'cut', becomes: 'NUMERIC(38,10): digits past the tenth decimal are cut' };
  if (/^timestamp.* with (local )?time zone$/.test(type))
    return {
      kind: 'reshaped',
      becomes: type.includes('local') ? 'STRING in the session’s zone' : 'STRING with its zone',
    };
  if (type.startsWith('interval')) return { kind: 'reshaped', becomes: 'STRING' };
  return undefined;
}
