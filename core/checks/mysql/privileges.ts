import type { Check } from '../evaluation/check';
import { withoutResult } from '../evaluation/skip-reasons';
import { quotedTable } from '../query/identifiers';
import { finding, placeOf, sqlFix } from '../report/finding';
import { assessments, define } from './definitions';
import { isLimitedToColumns, missingForChanges } from './grants';
import { loginOf, type MysqlSource, withoutTableResult } from './mysql-source';

const replication = define('replication-privilege', {
  modes: 'changes',
  severity: 'error',
  title: 'the login can read changes',
  why: 'reading the binary log needs REPLICATION SLAVE and REPLICATION CLIENT, which MariaDB calls BINLOG MONITOR from 10.5.2 on',
  source: assessments,
});

const select = define('select-privilege', {
  modes: 'all',
  severity: 'error',
  title: 'the login can read each table',
  why: 'DMS leaves out a table that the login cannot read, or the table fails during the load',
  source: assessments,
});

export const privilegeChecks: readonly Check<MysqlSource>[] = [
  {
    definition: replication,
    skip: withoutResult('grants'),
    evaluate({ results }) {
      const missing = missingForChanges(results);
      if (missing.length === 0) return [];
      const login = loginOf(results);
      return [
        finding(replication, `${login} lacks ${missing.join(' and ')}`, {
          fix: sqlFix(`GRANT ${missing.join(', ')} ON *.* TO ${login};`),
        }),
      ];
    },
  },
  {
    definition: select,
    skip: withoutTableResult('columns'),
    evaluate: ({ tables, results }) =>
      tables
        .filter((table) => table.readable === false || isLimitedToColumns(results, table))
        .map((table) =>
          finding(select, `${loginOf(results)} cannot read all columns of the table`, {
            ...placeOf(table),
            fix: sqlFix(`GRANT SELECT ON ${quotedTable(table)} TO ${loginOf(results)};`),
          }),
        ),
  },
];
