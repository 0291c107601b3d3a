import type { Check } from '../evaluation/check';
import { withoutResult } from '../evaluation/skip-reasons';
import { quotedTable } from '../query/identifiers';
import { isYes } from '../query/query-results';
import type { CheckFinding } from '../report/check-report';
import { finding, placeOf, sqlFix } from '../report/finding';
import { define } from './definitions';
import { postgresDialect } from './dialect';
import type { PostgresTable } from './facts/selected-tables';
import { loginOf, type PostgresSource, serverRow } from './postgres-source';

const select = define('select-privilege', {
  modes: 'all',
  severity: 'error',
  title: 'the login can read each table',
  why: 'DMS leaves out a table that the login cannot read, or the table fails during the load',
});

const rowSecurity = define('row-security', {
  modes: 'loads',
  severity: 'warning',
  title: 'the login sees all rows',
  why: 'a load contains only the rows that row-level security shows to the login, while changes contain all rows',
  source: 'https://www.postgresql.org/docs/current/ddl-rowsecurity.html',
});

const skip = withoutResult('server', 'tables');

export const tablePrivilegeChecks: readonly Check<PostgresSource>[] = [
  {
    definition: select,
    skip,
    evaluate: ({ tables, results }) => tables.flatMap((table) => unreadable(table, loginOf(results))),
  },
  {
    definition: rowSecurity,
    skip,
    evaluate({ tables, results }) {
      const server = serverRow(results);
      if (isYes(server, 'is_superuser') || isYes(server, 'sees_all_rows')) return [];
      return tables.flatMap((table) => filtered(table, loginOf(results)));
    },
  },
];

function unreadable(table: PostgresTable, login: string): readonly CheckFinding[] {
  if (table.readable === true) return [];
  const mayEnter = isYes(table.row, 'may_enter');
  const grants = [
    ...(mayEnter ? [] : [`GRANT USAGE ON SCHEMA ${postgresDialect.identifier(table.schema)} TO ${login};`]),
    ...(isYes(table.row, 'may_select') ? [] : [`GRANT SELECT ON TABLE ${quotedTable(table)} TO ${login};`]),
  ];
  return [
    finding(select, `${login} cannot ${mayEnter ? 'read the table' : 'use the schema'}`, {
      ...placeOf(table),
      fix: sqlFix(grants.join(' ')),
    }),
  ];
}

function filtered(table: PostgresTable, login: string): readonly CheckFinding[] {
  const { row } = table;
  const isExempt = isYes(row, 'is_owner') && !isYes(row, 'forced_row_security');
  if (!isYes(row, 'row_security') || isExempt) return [];
  return [
    finding(rowSecurity, `row-level security is enabled, and ${login} does not bypass it`, {
      ...placeOf(table),
      fix: sqlFix(`ALTER ROLE ${login} BYPASSRLS;`),
    }),
  ];
}
