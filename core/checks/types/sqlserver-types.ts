import type { Column, TypeFate, TypeTable } from './type-fate';

const leftOut: ReadonlySet<string> = new Set(['cursor', 'sql_variant', 'table']);
const reshaped: Readonly<Record<string, string>> = {
  datetimeoffset: 'WSTRING with its offset',
  time: 'STRING',
  uniqueidentifier: 'STRING',
  timestamp: 'BYTES',
  hierarchyid: 'STRING',
  money: 'NUMERIC(19,4)',
  smallmoney: 'NUMERIC(10,4)',
};

export const sqlserverTypes: TypeTable = {
  source:
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.SQLServer.html#CHAP_Source.SQLServer.DataTypes',
  fate,
  isLob,
};

function fate({ type }: Column): TypeFate | undefined {
  if (leftOut.has(type)) return { kind: 'left-out', because: `${type} is not supported` };
  const becomes = reshaped[type];
  return becomes === undefined ? undefined : { kind: 'reshaped', becomes };
}

/** A length of -1, or none, is (max). */
function isLob({ type, length }: Column): boolean {
  if (['text', 'ntext', 'image', 'xml', 'geometry', 'geography'].includes(type)) return true;
  return ['varchar', 'nvarchar', 'varbinary'].includes(type) && (length === undefined || length < 0);
}
