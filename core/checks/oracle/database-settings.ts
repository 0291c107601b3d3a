import type { Check, CheckedSource } from '../evaluation/check';
import { rowOf, rowsOf, textOf, whyUnavailable } from '../query/query-results';
import { finding, settingFix, sqlFix } from '../report/finding';
import { define } from './definitions';

const compatible = define('compatible', {
  modes: 'all',
  severity: 'note',
  title: 'compatibility level of the database',
  why: 'below 12.2, names have at most 30 bytes. The level also limits the features that the redo log may contain',
  source: 'https://docs.oracle.com/en/database/oracle/oracle-database/19/refrn/COMPATIBLE.html',
});

const characterSet = define('character-set', {
  modes: 'all',
  severity: 'note',
  title: 'character set of the database',
  why: 'DMS writes UTF-8, so text of another character set takes more bytes in the target',
});

const idleTime = define('idle-time', {
  modes: 'all',
  severity: 'warning',
  title: 'the profile of the login does not end idle sessions',
  why: 'connections of DMS are idle between batches, and a profile with a limit ends them',
});

export const databaseSettingChecks: readonly Check<CheckedSource>[] = [
  {
    definition: compatible,
    evaluate({ results }) {
      const row = rowsOf(results, 'parameters').find((one) => textOf(one, 'name') === 'compatible');
      if (row === undefined)
        return {
          skippedBecause: whyUnavailable(results, 'parameters') ?? 'v$parameter does not contain compatible',
        };
      return [finding(compatible, `compatible is ${textOf(row, 'value')}`)];
    },
  },
  {
    definition: characterSet,
    evaluate({ results }) {
      const rows = rowsOf(results, 'character-sets');
      if (rows.length === 0)
        return {
          skippedBecause: whyUnavailable(results, 'character-sets') ?? 'nls_database_parameters is empty',
        };
      const sets = rows.map((row) => `${textOf(row, 'parameter')} is ${textOf(row, 'value')}`);
      const found = sets.sort().join(', ');
      // Texts of seven bits need no conversion, so databases of it often hold others.
      return rows.some((row) => textOf(row, 'value') === 'US7ASCII')
        ? [
            finding(characterSet, `${found}: texts beyond ASCII arrive with replaced characters`, {
              severity: 'warning',
              fix: settingFix(
                'convert the database to AL32UTF8 with the Database Migration Assistant for Unicode (DMU)',
              ),
            }),
          ]
        : [finding(characterSet, found)];
    },
  },
  {
    definition: idleTime,
    evaluate({ results }) {
      const limit = textOf(rowOf(results, 'idle-time'), 'limit');
      if (limit === undefined)
        return {
          skippedBecause:
            whyUnavailable(results, 'idle-time') ?? 'user_resource_limits does not contain IDLE_TIME',
        };
      if (limit === 'UNLIMITED') return [];
      return [
        finding(idleTime, `IDLE_TIME is ${limit} minutes`, {
          fix: sqlFix('ALTER PROFILE <profile of the login> LIMIT IDLE_TIME UNLIMITED;'),
        }),
      ];
    },
  },
];
