import { matchesPattern } from '../../tables/table-pattern';
import type { CheckAsk } from '../check-request';
import { keyOf } from './tables';

/** Whether the job leaves a column in the source. */
export function excludedColumns(
  ask: CheckAsk,
  table: { readonly schema: string; readonly table: string },
): (column: string) => boolean {
  const asked = ask.tables.find((one) => keyOf(one) === keyOf(table));
  const left = (asked?.columns ?? []).filter(({ usedIn }) => usedIn === 'exclude-columns');
  return (column) => left.some(({ name }) => name === column || matchesPattern(name, column));
}
