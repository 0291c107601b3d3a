import { matchesPattern } from '../../tables/table-pattern';
import type { CheckRequest } from '../request/check-request';
import { keyOf } from './tables';

/** Whether the job leaves a column in the source. */
export function excludedColumns(
  request: CheckRequest,
  table: { readonly schema: string; readonly table: string },
): (column: string) => boolean {
  const requested = request.tables.find((one) => keyOf(one) === keyOf(table));
  const left = (requested?.columns ?? []).filter(({ usedIn }) => usedIn === 'exclude-columns');
  return (column) => left.some(({ name }) => name === column || matchesPattern(name, column));
}
