import type { CheckedSource } from '../evaluation/check';
import { withoutResult } from '../evaluation/skip-reasons';
import type { QueryResults } from '../query/query';
import { rowOf, rowsOf, textOf } from '../query/query-results';
import { type Fix, settingFix, sqlFix } from '../report/finding';
import type { MysqlTable } from './facts/selected-tables';
import { quotedLogin } from './grants';

/** Input of the checks of MySQL and MariaDB. */
export interface MysqlSource extends CheckedSource {
  readonly server: MysqlServer;
  readonly tables: readonly MysqlTable[];
}

export interface MysqlServer {
  /** Returns a variable of the server. Undefined when this version does not have it. */
  variable(name: string): string | undefined;
  readonly isMariaDb: boolean;
  readonly host: 'self-managed' | 'rds' | 'aurora';
}

export function serverOf(results: QueryResults): MysqlServer {
  const values = new Map(
    rowsOf(results, 'variables').map((row) => [
      (textOf(row, 'variable_name') ?? '').toLowerCase(),
      textOf(row, 'value') ?? '',
    ]),
  );
  const variable = (name: string): string | undefined => values.get(name);
  const isRds = (variable('basedir') ?? '').startsWith('/rdsdbbin');
  return {
    variable,
    isMariaDb: /mariadb/i.test(variable('version') ?? ''),
    host: variable('aurora_version') !== undefined ? 'aurora' : isRds ? 'rds' : 'self-managed',
  };
}

/** Skips a check of tables. When no table is selected, only the query of the names matters. */
export function withoutTableResult(query: string) {
  return (source: MysqlSource): string | undefined =>
    withoutResult(source.tables.length === 0 ? 'names' : query)(source);
}

/** Returns the login as GRANT accepts it. */
export function loginOf(results: QueryResults): string {
  return quotedLogin(textOf(rowOf(results, 'server'), 'login') ?? '');
}

export function isOn(value: string | undefined): boolean {
  return /^(ON|1)$/i.test(value ?? '');
}

/** Fix of a variable of the server. `value` is written as in SQL. */
export function variableFix({ host }: MysqlServer, name: string, value: string): Fix {
  if (host === 'self-managed')
    return sqlFix(`SET GLOBAL ${name} = ${value}; -- and in my.cnf; open sessions keep the old value`);
  const group = host === 'aurora' ? 'cluster parameter group' : 'parameter group';
  return settingFix(`${name} = ${value.replaceAll("'", '')} (${group}; then reboot)`);
}
