/** Returns `@p1, @p2, ...`. */
export function placeholders(count: number): string {
  return Array.from({ length: count }, (_, index) => `@p${index + 1}`).join(', ');
}

/**
 * SQL Server accepts 2,100 parameters and is slow with lists of many thousands. For more tables the
 * condition is on schemas.
 */
const maxIds = 1_000;

export interface ListedIds {
  readonly objectId: number;
  readonly schemaId: number;
}

/**
 * Returns a condition on `object_id` for any number of tables. The numbers come from the catalogue
 * and are verified to be integers, so the text of the statement holds nothing that a person wrote.
 */
export function amongObjects(column: string, tables: readonly ListedIds[]): string {
  if (tables.length === 0) return '1 = 0';
  const list = (ids: readonly number[]): string => [...new Set(ids)].filter(Number.isSafeInteger).join(', ');
  if (tables.length <= maxIds) return `${column} IN (${list(tables.map(({ objectId }) => objectId))})`;
  return `${column} IN (SELECT o.object_id FROM sys.objects o WHERE o.schema_id IN (${list(tables.map(({ schemaId }) => schemaId))}))`;
}
