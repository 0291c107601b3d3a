import type { Check, CheckedSource } from '../evaluation/check';
import { withoutResult } from '../evaluation/skip-reasons';
import type { Row } from '../query/query';
import { isYes, rowsOf, textOf } from '../query/query-results';
import { configFix, finding, placeOf } from '../report/finding';
import { excludedColumns } from '../shared/excluded-columns';
import { define } from './definitions';
import { baseTables, rowsOfTable } from './facts/table-rows';

const leftOut = define('left-out-columns', {
  modes: 'all',
  severity: 'warning',
  title: 'DMS migrates every column',
  why: 'DMS does not capture virtual and invisible columns. Columns of user-defined types (objects, VARRAY) arrive as NULL',
});

const encrypted = define('encrypted-columns', {
  modes: 'changes',
  severity: 'warning',
  title: 'DMS can decrypt encrypted columns in the logs',
  why: 'the redo log holds values under transparent data encryption in encrypted form, so the endpoint needs the key',
});

export const specialColumnChecks: readonly Check<CheckedSource>[] = [
  {
    definition: leftOut,
    skip: withoutResult('columns'),
    evaluate: ({ request, facts, results }) =>
      baseTables(facts).flatMap((table) => {
        const isExcluded = excludedColumns(request, table);
        return rowsOfTable(table, rowsOf(results, 'columns')).flatMap((row) => {
          const kind = kindOfLeftOut(row);
          const column = textOf(row, 'column_name') ?? '';
          if (kind === undefined || isExcluded(column)) return [];
          const fix = configFix(`exclude-columns: [${JSON.stringify(column)}]`);
          return [finding(leftOut, kind, { ...placeOf(table, column), fix })];
        });
      }),
  },
  {
    definition: encrypted,
    skip: withoutResult('encrypted'),
    evaluate: ({ request, results }) =>
      (/securityDbEncryptionName=/i.test(request.connectionAttributes ?? '')
        ? []
        : rowsOf(results, 'encrypted')
      ).map((row) =>
        finding(encrypted, 'the column is encrypted', {
          schema: textOf(row, 'owner') ?? '',
          table: textOf(row, 'table_name') ?? '',
          column: textOf(row, 'column_name') ?? '',
          fix: configFix(
            'connection-attributes: {securityDbEncryptionName: ...}   # and its key in the endpoint’s secret',
          ),
        }),
      ),
  },
];

/** Types of the database have an owner, too. They are in the table of column types. */
const systemTypes: ReadonlySet<string> = new Set(['XMLTYPE', 'ANYDATA', 'SDO_GEOMETRY']);

function kindOfLeftOut(row: Row): string | undefined {
  // Oracle itself adds hidden columns for function-based indexes, statistics and object types.
  if (/^SYS_(NC\d|ST)/.test(textOf(row, 'column_name') ?? '')) return undefined;
  const [isVirtual, isHidden] = [isYes(row, 'virtual_column'), isYes(row, 'hidden_column')];
  // A column that is both belongs to a function-based index.
  if (isVirtual !== isHidden) return isVirtual ? 'a virtual column' : 'an invisible column';
  const [owner, type] = [textOf(row, 'data_type_owner'), textOf(row, 'data_type') ?? ''];
  if (isHidden || owner === undefined || systemTypes.has(type)) return undefined;
  return `a column of the user-defined type ${owner}.${type}, which arrives empty`;
}
