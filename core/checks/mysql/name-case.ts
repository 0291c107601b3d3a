import type { Check } from '../evaluation/check';
import { finding, placeOf } from '../report/finding';
import { define } from './definitions';
import { type MysqlSource, withoutTableResult } from './mysql-source';

const definition = define('name-case', {
  modes: 'changes',
  severity: 'error',
  title: 'the server distinguishes upper and lower case in table names',
  why: 'DMS does not capture changes of tables with upper and lower case in their names when lower_case_table_names is 2',
});

export const nameCase: Check<MysqlSource> = {
  definition,
  skip: withoutTableResult('variables'),
  evaluate({ tables, server }) {
    if (server.variable('lower_case_table_names') !== '2') return [];
    return tables
      .filter(({ table }) => table !== table.toLowerCase() && table !== table.toUpperCase())
      .map((table) =>
        finding(
          definition,
          'the name contains upper and lower case, and lower_case_table_names is 2',
          placeOf(table),
        ),
      );
  },
};
