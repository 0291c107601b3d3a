import type { QueryResults, Row } from './query';

/** Returns the rows of a query. None when it failed or was not run. */
export function rowsOf(results: QueryResults, id: string): readonly Row[] {
  const result = results.get(id);
  return result !== undefined && 'rows' in result ? result.rows : [];
}

/** Returns the first row of a query. */
export function rowOf(results: QueryResults, id: string): Row | undefined {
  return rowsOf(results, id)[0];
}

/** Returns why a query has no result. Undefined when it has one. */
export function whyUnavailable(results: QueryResults, id: string): string | undefined {
  const result = results.get(id);
  if (result === undefined) return `query "${id}" was not run`;
  return 'error' in result ? `${result.error.code}: ${result.error.message}` : undefined;
}

export function textOf(row: Row | undefined, column: string): string | undefined {
  const value = row?.[column];
  return value === undefined || value === null ? undefined : String(value);
}

/** Returns undefined for NULL and for text that is not a number. */
export function numberOf(row: Row | undefined, column: string): number | undefined {
  const value = row?.[column];
  if (value === undefined || value === null || typeof value === 'boolean' || value === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

export function isYes(row: Row | undefined, column: string): boolean {
  return ['yes', 'y', 'true', '1', 't'].includes((textOf(row, column) ?? '').toLowerCase());
}
