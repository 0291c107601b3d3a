import type { Check, CheckedSource } from '../evaluation/check';
import { withoutResult } from '../evaluation/skip-reasons';
import type { TableFacts } from '../facts/source-facts';
import { isYes, rowsOf, textOf } from '../query/query-results';
import type { CheckFinding } from '../report/check-report';
import { finding, placeOf, sqlFix } from '../report/finding';
import { define } from './definitions';
import { oracleIdentifier } from './dialect';
import { baseTables, rowsOfTable } from './facts/table-rows';
import { databaseRow, isRds, withoutDatabase } from './oracle-source';

const ofDatabase = define('supplemental-logging-database', {
  modes: 'changes',
  severity: 'error',
  title: 'minimal supplemental logging is enabled for the database',
  why: 'without it, the redo logs do not identify the changed rows',
});

/** See docs/pitfalls.md#tables-without-a-primary-key */
const ofTable = define('supplemental-logging-table', {
  modes: 'changes',
  severity: 'error',
  title: 'each table logs the columns that DMS needs',
  why: 'without the key in the redo log, DMS cannot assign an update or delete to its row. For S3 targets it writes whole rows, so all columns must be logged',
});

export const supplementalLoggingChecks: readonly Check<CheckedSource>[] = [
  {
    definition: ofDatabase,
    skip: withoutDatabase,
    evaluate({ results }) {
      const value = textOf(databaseRow(results), 'supplemental_log_data_min');
      if (value !== 'NO') return [];
      return [
        finding(ofDatabase, `supplemental_log_data_min is ${value}`, {
          fix: sqlFix(
            isRds(results)
              ? "EXEC rdsadmin.rdsadmin_util.alter_supplemental_logging('ADD');"
              : 'ALTER DATABASE ADD SUPPLEMENTAL LOG DATA;',
          ),
        }),
      ];
    },
  },
  {
    definition: ofTable,
    skip: withoutResult('log-groups'),
    evaluate: (source) =>
      // DMS itself adds the logging with this attribute.
      /addSupplementalLogging=(y|true)/i.test(source.request.connectionAttributes ?? '')
        ? []
        : baseTables(source.facts).flatMap((table) => tableLogging(source, table)),
  },
];

/**
 * A table must log all columns when changes are written as whole rows or it has no key, else its
 * primary key.
 */
function tableLogging({ request, results }: CheckedSource, table: TableFacts): readonly CheckFinding[] {
  const database = databaseRow(results);
  const groups = rowsOfTable(table, rowsOf(results, 'log-groups')).map((row) =>
    textOf(row, 'log_group_type'),
  );
  if (groups.includes('ALL COLUMN LOGGING') || isYes(database, 'supplemental_log_data_all')) return [];
  const hasKey = table.primaryKey.length > 0;
  const logsKey =
    groups.includes('PRIMARY KEY LOGGING') || (hasKey && isYes(database, 'supplemental_log_data_pk'));
  const needsAll = request.target === 's3' || !hasKey;
  if (logsKey && !needsAll) return [];
  const [schema, name] = [oracleIdentifier(table.schema), oracleIdentifier(table.table)];
  return [
    finding(
      ofTable,
      logsKey ? 'the table logs only its primary key' : 'supplemental logging is not enabled for the table',
      {
        ...placeOf(table),
        // With the key no change is lost, but unchanged columns arrive empty.
        ...(logsKey && hasKey ? { severity: 'warning' } : {}),
        ...(schema === undefined || name === undefined
          ? {}
          : {
              fix: sqlFix(
                `ALTER TABLE ${schema}.${name} ADD SUPPLEMENTAL LOG DATA (${needsAll ? 'ALL' : 'PRIMARY KEY'}) COLUMNS;`,
              ),
            }),
      },
    ),
  ];
}
