import type { Check } from '../evaluation/check';
import { withoutResult } from '../evaluation/skip-reasons';
import { isYes } from '../query/query-results';
import { finding, sqlFix } from '../report/finding';
import { define } from './definitions';
import { isRds, loginOf, type PostgresSource, serverRow } from './postgres-source';

const definition = define('replication-privilege', {
  modes: 'changes',
  severity: 'error',
  title: 'the login can read changes',
  why: 'creating and reading a slot needs the REPLICATION attribute, or on RDS and Aurora membership in rds_replication',
});

export const replicationPrivilege: Check<PostgresSource> = {
  definition,
  skip: withoutResult('server'),
  evaluate({ results }) {
    const server = serverRow(results);
    const isGranted = isRds(results) ? isYes(server, 'in_rds_replication') : isYes(server, 'may_replicate');
    if (isGranted || isYes(server, 'is_superuser')) return [];
    const login = loginOf(results);
    return [
      finding(definition, `${login} cannot read the log`, {
        fix: sqlFix(
          isRds(results) ? `GRANT rds_replication TO ${login};` : `ALTER ROLE ${login} REPLICATION;`,
        ),
      }),
    ];
  },
};
