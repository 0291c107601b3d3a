import { quoted } from '../query/identifiers';

export function bracketed(name: string): string {
  return quoted('sqlserver', name);
}

/** A value inside a statement that a person pastes; the checks themselves bind theirs. */
export function literal(text: string): string {
  return `N'${text.replaceAll("'", "''")}'`;
}

/** `@p1, @p2, ...` */
export function placeholders(count: number): string {
  return Array.from({ length: count }, (_, index) => `@p${index + 1}`).join(', ');
}

/** SQL Server takes 2,100 parameters, and chokes on IN lists of many thousands: beyond this the schemas are asked for. */
const mostIds = 1_000;

export interface ListedIds {
  readonly objectId: number;
  readonly schemaId: number;
}

/**
 * A condition on `object_id` for any number of tables. The numbers come from the catalogue itself and are checked to be whole, so
 * they may stand in the text: nothing that a person wrote does.
 */
export function amongObjects(column: string, tables: readonly ListedIds[]): string {
  if (tables.length === 0) return '1 = 0';
  const list = (ids: readonly number[]): string => [...new Set(ids)].filter(Number.isSafeInteger).join(', ');
  if (tables.length <= mostIds) return `${column} IN (${list(tables.map(({ objectId }) => objectId))})`;
  return `${column} IN (SELECT o.object_id FROM sys.objects o WHERE o.schema_id IN (${list(tables.map(({ schemaId }) => schemaId))}))`;
}
