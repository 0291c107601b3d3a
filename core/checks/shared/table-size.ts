import { tableIdentity } from '../../tables/table-name';
import { defineShared } from '../catalogue/define-checks';
import type { Check, SharedSource } from '../evaluation/check';
import { withoutFacts } from '../evaluation/skip-reasons';
import { configFix, finding, placeOf } from '../report/finding';
import { exactEntry } from './table-entry';

const definition = defineShared('table-size', {
  modes: 'all',
  severity: 'note',
  title: 'no table is so large that it should be loaded in parallel',
  why: 'DMS loads a table in one thread unless it is split. When such a load is interrupted, it starts again from the beginning of the table',
  page: 'CHAP_Tasks.CustomizingTasks.TableMapping.SelectionTransformation.Tablesettings.html',
});

const largeBytes = 50 * 1024 ** 3;
const largeRows = 200_000_000;

export const tableSize: Check<SharedSource> = {
  definition,
  skip: withoutFacts('tables'),
  evaluate({ request, facts }) {
    if (request.mode === 'cdc') return [];
    const isSplit = new Set(
      request.tables
        .filter(
          ({ columns, isSplit: byRule }) => byRule || columns.some(({ usedIn }) => usedIn === 'parallel'),
        )
        .map(tableIdentity),
    );
    return facts.tables
      .filter(({ bytes = 0, rowsEstimated = 0 }) => bytes >= largeBytes || rowsEstimated >= largeRows)
      .filter((table) => !isSplit.has(tableIdentity(table)))
      .map((table) => {
        const { rowsEstimated = 0, bytes = 0 } = table;
        return finding(definition, `about ${rowsEstimated} rows, ${Math.round(bytes / 1024 ** 2)} MiB`, {
          ...placeOf(table),
          fix: configFix(`- ${exactEntry(table, 'parallel: auto')}`),
        });
      });
  },
};
