import type { Check } from '../evaluation/check';
import { withoutResult } from '../evaluation/skip-reasons';
import { quotedTable } from '../query/identifiers';
import { isYes, rowOf } from '../query/query-results';
import { finding, placeOf, sqlFix } from '../report/finding';
import { define } from './definitions';
import { sqlServerDialect } from './dialect';
import { loginOf, type SqlServerSource } from './sqlserver-source';

const privileges = define('privileges', {
  modes: 'all',
  severity: 'error',
  title: 'the login has the privileges that the mode needs',
  why: 'DMS reads the catalogue, and for changes also the transaction log',
});

const tables = define('table-privileges', {
  modes: 'all',
  severity: 'error',
  title: 'the login can read every table of the job',
  why: 'DMS leaves out a table that its login cannot read, and the task can still succeed',
});

const { identifier, literal } = sqlServerDialect;

export const privilegeChecks: readonly Check<SqlServerSource>[] = [
  {
    definition: privileges,
    skip: withoutResult('login'),
    evaluate({ request, results, server }) {
      const row = rowOf(results, 'login');
      if (isYes(row, 'sysadmin')) return [];
      const login = loginOf(results);
      const findings = viewPrivileges(login)
        .filter(({ column }) => !isYes(row, column))
        .map(({ name, grant }) => finding(privileges, `${login} lacks ${name}`, { fix: sqlFix(grant) }));
      if (request.mode === 'full-load' || isYes(row, 'db_owner')) return findings;
      const addOwner = server.isRds
        ? `EXEC sp_addrolemember 'db_owner', ${literal(login)};`
        : `ALTER ROLE db_owner ADD MEMBER ${identifier(login)};`;
      return [
        ...findings,
        finding(privileges, `${login} is neither sysadmin nor db_owner`, { fix: sqlFix(addOwner) }),
      ];
    },
  },
  {
    definition: tables,
    skip: withoutResult('readable'),
    evaluate: ({ facts, results }) =>
      facts.tables
        .filter(({ readable }) => readable === false)
        .map((table) => {
          const login = loginOf(results);
          return finding(tables, `${login} cannot read the table`, {
            ...placeOf(table),
            fix: sqlFix(`GRANT SELECT ON ${quotedTable(table)} TO ${identifier(login)};`),
          });
        }),
  },
];

function viewPrivileges(login: string) {
  const to = `TO ${identifier(login)};`;
  return [
    { column: 'view_definition', name: 'VIEW DEFINITION', grant: `GRANT VIEW DEFINITION ${to}` },
    { column: 'view_database_state', name: 'VIEW DATABASE STATE', grant: `GRANT VIEW DATABASE STATE ${to}` },
    {
      column: 'view_server_state',
      name: 'VIEW SERVER STATE',
      grant: `USE master;\nGRANT VIEW SERVER STATE ${to}`,
    },
  ];
}
