import type { Check } from '../evaluation/check';
import type { SourceFacts } from '../facts/source-facts';
import { quotedTable } from '../query/identifiers';
import { textOf } from '../query/query-results';
import type { CheckFinding } from '../report/check-report';
import { configFix, finding, placeOf, sqlFix } from '../report/finding';
import type { CheckRequest } from '../request/check-request';
import { excludedColumns } from '../shared/excluded-columns';
import { define } from './definitions';
import { mysqlDialect } from './dialect';
import type { MysqlTable } from './facts/selected-tables';
import { type MysqlSource, withoutTableResult } from './mysql-source';

const generated = define('generated-columns', {
  modes: 'changes',
  severity: 'note',
  title: 'the source stores the values of every column',
  why: 'virtual generated columns are computed when they are read, and a binary log may not contain them',
});

const invisible = define('invisible-columns', {
  modes: 'changes',
  severity: 'warning',
  title: 'all columns are visible',
  why: 'DMS does not capture changes of tables with a generated invisible primary key, and SELECT * does not return invisible columns',
  source: 'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.AzureDBMySQL.html',
});

const skip = withoutTableResult('columns');

export const specialColumnChecks: readonly Check<MysqlSource>[] = [
  {
    definition: generated,
    skip,
    evaluate: ({ request, tables }) =>
      columnsWith(request, tables, /VIRTUAL GENERATED/i).map(([table, column]) =>
        finding(generated, 'a virtual generated column', {
          ...placeOf(table, column),
          fix: configFix(`exclude-columns: [${JSON.stringify(column)}]   # or make it STORED`),
        }),
      ),
  },
  {
    definition: invisible,
    skip,
    evaluate: ({ request, facts, tables }) =>
      columnsWith(request, tables, /INVISIBLE/i).map(([table, column]) =>
        invisibleColumn(table, column, facts),
      ),
  },
];

/**
 * MySQL 8.0.30 generates invisible primary keys named my_row_id. DMS captures no changes of such a
 * table.
 */
function invisibleColumn(table: MysqlTable, column: string, { version }: SourceFacts): CheckFinding {
  const isGeneratedKey = column === 'my_row_id' && table.primaryKey.includes(column);
  const found = isGeneratedKey ? 'an invisible primary key that the server generated' : 'an invisible column';
  return finding(invisible, found, {
    ...placeOf(table, column),
    ...(isGeneratedKey ? { severity: 'error' } : {}),
    // MariaDB makes a column visible only by its whole definition.
    fix: /mariadb/i.test(version)
      ? configFix(`exclude-columns: [${JSON.stringify(column)}]   # or MODIFY it without INVISIBLE`)
      : sqlFix(
          `ALTER TABLE ${quotedTable(table)} ALTER COLUMN ${mysqlDialect.identifier(column)} SET VISIBLE;`,
        ),
  });
}

/** Columns whose attribute EXTRA matches, without those that the job excludes. */
function columnsWith(
  request: CheckRequest,
  tables: readonly MysqlTable[],
  extra: RegExp,
): readonly (readonly [MysqlTable, string])[] {
  return tables.flatMap((table) => {
    const isExcluded = excludedColumns(request, table);
    return table.columnRows
      .filter((row) => extra.test(textOf(row, 'extra') ?? ''))
      .map((row) => [table, textOf(row, 'column_name') ?? ''] as const)
      .filter(([, column]) => !isExcluded(column));
  });
}
