import { type Column, type ColumnTypes, type TypeMapping, undocumented } from '../facts/column-types';

const notSupported: ReadonlySet<string> = new Set(['cursor', 'sql_variant', 'table']);
const converted: Readonly<Record<string, string>> = {
  datetimeoffset: 'WSTRING with its offset',
  uniqueidentifier: 'STRING',
  timestamp: 'BYTES',
  hierarchyid: 'WSTRING(250)',
  money: 'NUMERIC',
  smallmoney: 'NUMERIC',
  geometry: 'CLOB',
  geography: 'CLOB',
};
/** Types of SQL Server 2025 that the DMS guide does not list. */
const unlisted: ReadonlySet<string> = new Set(['json', 'vector']);

export const sqlServerColumnTypes: ColumnTypes = {
  source:
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.SQLServer.html#CHAP_Source.SQLServer.DataTypes',
  mappingOf,
  isLob,
};

function mappingOf({ type }: Column): TypeMapping | undefined {
  if (notSupported.has(type))
    return {
      kind: 'not-migrated',
      because: `DMS does not support tables with a column of type ${type}`,
    };
  if (unlisted.has(type)) return undocumented;
  const arrivesAs = converted[type];
  return arrivesAs === undefined ? undefined : { kind: 'converted', arrivesAs };
}

/** A length of -1, or none, stands for (max). */
function isLob({ type, length }: Column): boolean {
  if (['text', 'ntext', 'image', 'xml', 'geometry', 'geography'].includes(type)) return true;
  return ['varchar', 'nvarchar', 'varbinary'].includes(type) && (length === undefined || length < 0);
}
