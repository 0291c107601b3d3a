import type { Check } from '../../evaluation/check';
import { hasRows } from '../../facts/source-facts';
import { quotedTable } from '../../query/identifiers';
import { textOf } from '../../query/query-results';
import { finding, placeOf, sqlFix } from '../../report/finding';
import { define } from '../definitions';
import { type PostgresSource, withoutTableResult } from '../postgres-source';

const definition = define('unlogged-tables', {
  modes: 'changes',
  severity: 'error',
  title: 'the log contains the changes of each table',
  why: 'the log never contains changes of an unlogged table',
  source: 'https://www.postgresql.org/docs/current/sql-createtable.html',
});

export const unloggedTables: Check<PostgresSource> = {
  definition,
  skip: withoutTableResult('tables'),
  evaluate: ({ tables }) =>
    tables
      .filter((table) => hasRows(table) && textOf(table.row, 'persistence') === 'u')
      .map((table) =>
        finding(definition, 'the table is unlogged', {
          ...placeOf(table),
          fix: sqlFix(`ALTER TABLE ${quotedTable(table)} SET LOGGED;`),
        }),
      ),
};
