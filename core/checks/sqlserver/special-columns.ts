import type { Check } from '../evaluation/check';
import { withoutResult } from '../evaluation/skip-reasons';
import type { Row } from '../query/query';
import { isYes, rowsOf, textOf } from '../query/query-results';
import { finding, placeOf } from '../report/finding';
import { define } from './definitions';
import { rowsOfTable } from './facts/table-rows';
import type { SqlServerSource } from './sqlserver-source';

const definition = define('special-columns', {
  modes: 'all',
  severity: 'warning',
  title: 'DMS can read every column',
  why: 'computed columns arrive as NULL with changes, tables with sparse columns are not captured, and encrypted columns stay encrypted',
});

export const specialColumns: Check<SqlServerSource> = {
  definition,
  skip: withoutResult('columns'),
  evaluate: ({ tables, results }) =>
    tables.flatMap(({ name }) =>
      rowsOfTable(name, rowsOf(results, 'columns')).flatMap((row) =>
        kindsOf(row).map((kind) => finding(definition, kind, placeOf(name, textOf(row, 'name') ?? ''))),
      ),
    ),
};

function kindsOf(row: Row): readonly string[] {
  return [
    ...(isYes(row, 'is_computed') ? ['a computed column'] : []),
    ...(isYes(row, 'is_sparse') ? ['a sparse column'] : []),
    ...(textOf(row, 'encryption_type_desc') === undefined ? [] : ['an encrypted column']),
  ];
}
