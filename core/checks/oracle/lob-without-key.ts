import type { Check, CheckedSource } from '../evaluation/check';
import { withoutFacts } from '../evaluation/skip-reasons';
import { configFix, finding, placeOf } from '../report/finding';
import { excludedColumns } from '../shared/excluded-columns';
import { define } from './definitions';
import { baseTables } from './facts/table-rows';

const definition = define('lob-without-key', {
  modes: 'changes',
  severity: 'warning',
  title: 'tables with LOB columns have a primary key',
  why: 'DMS captures changes of LOB columns only in tables with a primary key. In other tables the column stays empty',
});

export const lobWithoutKey: Check<CheckedSource> = {
  definition,
  skip: withoutFacts('columns', 'keys'),
  evaluate: ({ request, facts }) =>
    baseTables(facts).flatMap((table) => {
      const isExcluded = excludedColumns(request, table);
      const names = table.lobColumns.map(({ name }) => name).filter((name) => !isExcluded(name));
      if (table.primaryKey.length > 0 || names.length === 0) return [];
      return [
        finding(definition, `${names.join(', ')} in a table without a primary key`, {
          ...placeOf(table),
          fix: configFix(`exclude-columns: ${JSON.stringify(names)}   # or add a primary key to the table`),
        }),
      ];
    }),
};
