import type { TableName } from '../../tables/table-name';
import type { Check } from '../evaluation/check';
import { withoutResult } from '../evaluation/skip-reasons';
import type { Row } from '../query/query';
import { isYes, rowsOf, textOf } from '../query/query-results';
import { configFix, type Fix, finding, placeOf, sqlFix } from '../report/finding';
import { excludedColumns } from '../shared/excluded-columns';
import { define } from './definitions';
import { sqlServerDialect } from './dialect';
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
  evaluate: ({ request, tables, results }) =>
    tables.flatMap(({ name }) => {
      const isExcluded = excludedColumns(request, name);
      return rowsOfTable(name, rowsOf(results, 'columns')).flatMap((row) => {
        const column = textOf(row, 'name') ?? '';
        return kindsOf(row)
          .filter(({ isSparse }) => isSparse || !isExcluded(column))
          .map(({ kind, isSparse }) =>
            finding(definition, kind, {
              ...placeOf(name, column),
              fix: isSparse
                ? withoutSparse(name, column)
                : configFix(`exclude-columns: [${JSON.stringify(column)}]`),
            }),
          );
      });
    }),
};

/** A table with a sparse column is not captured, whatever the job excludes. */
function withoutSparse({ schema, table }: TableName, column: string): Fix {
  const [schemaName, tableName, columnName] = [schema, table, column].map(sqlServerDialect.identifier);
  return sqlFix(`ALTER TABLE ${schemaName}.${tableName} ALTER COLUMN ${columnName} DROP SPARSE;`);
}

function kindsOf(row: Row): readonly { readonly kind: string; readonly isSparse: boolean }[] {
  return [
    ...(isYes(row, 'is_computed') ? [{ kind: 'a computed column', isSparse: false }] : []),
    ...(isYes(row, 'is_sparse') ? [{ kind: 'a sparse column', isSparse: true }] : []),
    ...(textOf(row, 'encryption_type_desc') === undefined
      ? []
      : [{ kind: 'an encrypted column', isSparse: false }]),
  ];
}
