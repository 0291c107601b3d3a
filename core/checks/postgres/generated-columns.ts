import type { Check } from '../evaluation/check';
import { rowsOf, textOf } from '../query/query-results';
import { configFix, finding, placeOf } from '../report/finding';
import { excludedColumns } from '../shared/excluded-columns';
import { define } from './definitions';
import { type PostgresSource, withoutTableResult } from './postgres-source';

const definition = define('generated-columns', {
  modes: 'all',
  severity: 'warning',
  title: 'the source stores the values of every column',
  why: 'virtual generated columns are computed when they are read, and the log never contains them',
  source: 'https://www.postgresql.org/docs/18/logical-replication-gencols.html',
});

export const generatedColumns: Check<PostgresSource> = {
  definition,
  skip: withoutTableResult('columns'),
  evaluate({ request, tables, results }) {
    const byId = new Map(tables.map((table) => [table.id, table]));
    return rowsOf(results, 'columns').flatMap((row) => {
      const table = byId.get(textOf(row, 'id') ?? '');
      if (table === undefined || textOf(row, 'generated') !== 'v') return [];
      const column = textOf(row, 'name') ?? '';
      if (excludedColumns(request, table)(column)) return [];
      return [
        finding(definition, 'a virtual generated column', {
          ...placeOf(table, column),
          fix: configFix(`exclude-columns: [${JSON.stringify(column)}]   # or make it STORED`),
        }),
      ];
    });
  },
};
