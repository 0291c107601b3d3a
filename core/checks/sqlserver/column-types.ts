import { type Column, notSaid, type TypeMapping, type TypeTable } from '../column-types/type-mapping';

const leftOut: ReadonlySet<string> = new Set(['cursor', 'sql_variant', 'table']);
const reshaped: Readonly<Record<string, string>> = {
  datetimeoffset: 'WSTRING with its offset',
  uniqueidentifier: 'STRING',
  timestamp: 'BYTES',
  hierarchyid: 'WSTRING(250)',
  money: 'NUMERIC',
  smallmoney: 'NUMERIC',
  geometry: 'CLOB',
  geography: 'CLOB',
};
/** Of SQL Server 2025: the guide's table of types does not name them. */
const unlisted: ReadonlySet<string> = new Set(['json', 'vector']);

export const sqlserverTypes: TypeTable = {
  source:
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.SQLServer.html#CHAP_Source.SQLServer.DataTypes',
  mappingOf,
  isLob,
};

function mappingOf({ type }: Column): TypeMapping | undefined {
  if (leftOut.has(type))
    return { kind: 'left-out', because: `DMS does not support tables with a column of type ${type}` };
  const becomes = unlisted.has(type) ? notSaid : reshaped[type];
  return becomes === undefined ? undefined : { kind: 'reshaped', becomes };
}

/** A length of -1, or none, is (max). */
function isLob({ type, length }: Column): boolean {
  if (['text', 'ntext', 'image', 'xml', 'geometry', 'geography'].includes(type)) return true;
  return ['varchar', 'nvarchar', 'varbinary'].includes(type) && (length === undefined || length < 0);
}
