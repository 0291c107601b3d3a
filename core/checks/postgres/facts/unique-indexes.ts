import type { Row } from '../../query/query';
import { isYes, textOf } from '../../query/query-results';

/** Returns true if a unique index is valid and covers all rows by plain columns. */
export function isWholeIndex(index: Row): boolean {
  return isYes(index, 'is_valid') && !isYes(index, 'is_partial') && !isYes(index, 'has_expressions');
}

export function indexColumns(index: Row): readonly string[] {
  const parsed: unknown = JSON.parse(textOf(index, 'columns') ?? '[]');
  return Array.isArray(parsed) ? parsed.map(String) : [];
}
