import type { QueryResults, Row } from './query';

/** Rows of an answer; none when the question failed or was never asked. */
export function rowsOf(results: QueryResults, id: string): readonly Row[] {
  const result = results.get(id);
  return result !== undefined && 'rows' in result ? result.rows : [];
}

/** Why there is no answer; undefined when there is one. */
export function whyUnavailable(results: QueryResults, id: string): string | undefined {
  const result = results.get(id);
  if (result === undefined) return `${id} was not asked`;
  return 'error' in result ? `${result.error.code}: ${result.error.message}` : undefined;
}

export function textOf(row: Row | undefined, column: string): string | undefined {
  const value = row?.[column];
  return value === undefined || value === null ? undefined : String(value);
}

/** Undefined where there is no number: NULL, or text that is none. */
export function numberOf(row: Row | undefined, column: string): number | undefined {
  const value = row?.[column];
  if (value === undefined || value === null || typeof value === 'boolean' || value === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

export function isYes(row: Row | undefined, column: string): boolean {
  return ['yes', 'y', 'true', '1', 't'].includes((textOf(row, column) ?? '').toLowerCase());
}
