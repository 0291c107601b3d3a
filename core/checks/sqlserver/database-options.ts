import type { Check } from '../evaluation/check';
import { isYes, textOf } from '../query/query-results';
import { finding, sqlFix } from '../report/finding';
import { define } from './definitions';
import { sqlServerDialect } from './dialect';
import { type SqlServerSource, withoutDatabase } from './sqlserver-source';

const definition = define('database-options', {
  modes: 'changes',
  severity: 'warning',
  title: 'no option of the database hides changes',
  why: 'accelerated database recovery and delayed durability affect what the log contains, and when',
});

export const databaseOptions: Check<SqlServerSource> = {
  definition,
  skip: withoutDatabase,
  evaluate({ server: { database } }) {
    const name = sqlServerDialect.identifier(textOf(database, 'name') ?? '');
    const durability = textOf(database, 'delayed_durability_desc') ?? 'DISABLED';
    return [
      ...(isYes(database, 'is_accelerated_database_recovery_on')
        ? [
            finding(definition, 'accelerated database recovery is enabled', {
              fix: sqlFix(`ALTER DATABASE ${name} SET ACCELERATED_DATABASE_RECOVERY = OFF;`),
            }),
          ]
        : []),
      ...(durability === 'DISABLED'
        ? []
        : [
            finding(definition, `delayed_durability_desc is ${durability}`, {
              fix: sqlFix(`ALTER DATABASE ${name} SET DELAYED_DURABILITY = DISABLED;`),
            }),
          ]),
    ];
  },
};
