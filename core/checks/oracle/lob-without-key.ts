import type { Check, CheckedSource } from '../evaluation/check';
import { withoutFacts } from '../evaluation/skip-reasons';
import { configFix, finding, placeOf } from '../report/finding';
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
  evaluate: ({ facts }) =>
    baseTables(facts)
      .filter(({ primaryKey, lobColumns }) => primaryKey.length === 0 && lobColumns.length > 0)
      .map((table) => {
        const names = table.lobColumns.map(({ name }) => name);
        return finding(definition, `${names.join(', ')} in a table without a primary key`, {
          ...placeOf(table),
          fix: configFix(`exclude-columns: ${JSON.stringify(names)}   # or add a primary key to the table`),
        });
      }),
};
