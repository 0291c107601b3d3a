import { matchesTable } from '../../tables/table-pattern';
import type { TableSelection } from '../../tables/table-selection';
import type { Finding } from '../reading/problem';

/** Entry of a table list, with its path. */
export interface ListedTable {
  readonly path: readonly PropertyKey[];
  readonly selection: TableSelection;
}

/** Two entries for one table, an entry that an exclude removes, a filter that a pattern makes void. */
export function checkOverlaps(listed: readonly ListedTable[]): Finding[] {
  const findings: Finding[] = [];
  const sources = new Set<string>();
  const excludes = listed.filter(({ selection }) => selection.exclude);
  const patterns = listed.filter(({ selection: { exclude, exact } }) => !exclude && exact === undefined);
  for (const { path, selection } of listed) {
    const { exact } = selection;
    if (exact === undefined || selection.exclude) continue;
    const name = `${exact.schema}.${exact.table}`;
    const key = JSON.stringify([exact.schema, exact.table]);
    if (sources.has(key)) {
      findings.push({
        path,
        value: name,
        message: `"${name}" is listed twice`,
        hint: 'merge the two entries',
      });
      continue;
    }
    sources.add(key);
    const selects = ({ selection: { schemaPattern, tablePattern } }: ListedTable): boolean =>
      matchesTable({ schema: schemaPattern, table: tablePattern }, exact);
    const excluded = excludes.find(selects);
    const whole = selection.where.length === 0 ? undefined : patterns.find(selects);
    // The DMS guide does not say that the filter wins: rows that it should hold back might be copied.
    if (whole !== undefined)
      findings.push({
        path: [...path, 'where'],
        value: name,
        message: `"${name}" has a filter, but the pattern in entry ${Number(whole.path[1]) + 1} selects all its rows`,
        hint: 'list the tables of the pattern one by one, or filter the table in a separate job',
      });
    if (excluded !== undefined)
      findings.push({
        path,
        value: name,
        message: `"${name}" is listed, but the exclude in entry ${Number(excluded.path[1]) + 1} removes it`,
      });
  }
  return findings;
}
