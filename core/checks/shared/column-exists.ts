import { nearestName } from '../../nearest-name';
import { type TableName, tableIdentity } from '../../tables/table-name';
import { matchesPattern } from '../../tables/table-pattern';
import { defineShared } from '../catalogue/define-checks';
import type { Check, SharedSource } from '../evaluation/check';
import { withoutFacts } from '../evaluation/skip-reasons';
import type { CheckFinding } from '../report/check-report';
import { configFix, finding, placeOf } from '../report/finding';
import type { RequestedColumn } from '../request/check-request';

const definition = defineShared('column-exists', {
  modes: 'all',
  severity: 'error',
  title: 'each column that the job names exists',
  why: 'DMS rejects or ignores a filter on a missing column. An excluded column whose name is misspelled is migrated',
  page: 'CHAP_Tasks.CustomizingTasks.Filters.html',
});

const places: Readonly<Record<RequestedColumn['usedIn'], string>> = {
  where: 'a filter',
  'exclude-columns': 'exclude-columns',
  rules: 'a rule',
  parallel: 'the split of its load',
};

/**
 * Checks the columns of filters, excludes, transformations and splits. Excludes and rules may hold
 * wildcards of DMS.
 */
export const columnExists: Check<SharedSource> = {
  definition,
  skip: withoutFacts('tables', 'columns'),
  evaluate({ request, facts }) {
    const tables = new Map(facts.tables.map((table) => [tableIdentity(table), table]));
    return request.tables.flatMap((table) => {
      const names = tables.get(tableIdentity(table))?.columns.map(({ name }) => name) ?? [];
      // A missing table has a check of its own, and the columns of a view are not known.
      if (names.length === 0) return [];
      const exists = ({ name }: RequestedColumn): boolean =>
        names.includes(name) || names.some((column) => matchesPattern(name, column));
      return table.columns
        .filter((column) => !exists(column))
        .map((column) => missing(table, column, nearestName(column.name, names)));
    });
  },
};

function missing(
  table: TableName,
  { name, usedIn }: RequestedColumn,
  nearest: string | undefined,
): CheckFinding {
  const found = `${places[usedIn]} names ${name}, which the table does not have`;
  return finding(definition, nearest === undefined ? found : `${found}; the nearest name is ${nearest}`, {
    ...placeOf(table, name),
    ...(usedIn === 'rules' ? { severity: 'warning' } : {}),
    ...(nearest === undefined
      ? {}
      : { fix: configFix(`${nearest}   # instead of ${name}, in ${places[usedIn]}`) }),
  });
}
