import type { CheckedSource } from '../evaluation/check';
import { withoutResult } from '../evaluation/skip-reasons';
import type { QueryResults, Row } from '../query/query';
import { isYes, rowOf, rowsOf, textOf } from '../query/query-results';
import { type Fix, settingFix, sqlFix } from '../report/finding';
import { postgresDialect } from './dialect';
import type { PostgresTable } from './facts/selected-tables';

/** Input of the checks of PostgreSQL. */
export interface PostgresSource extends CheckedSource {
  readonly tables: readonly PostgresTable[];
}

/** Skips a check of tables. When no table is selected, only the query of the tables matters. */
export function withoutTableResult(...queries: readonly string[]) {
  return (source: PostgresSource): string | undefined =>
    withoutResult(...(source.tables.length === 0 ? ['tables'] : queries))(source);
}

export function serverRow(results: QueryResults): Row | undefined {
  return rowOf(results, 'server');
}

export function isRds(results: QueryResults): boolean {
  return isYes(serverRow(results), 'is_rds');
}

/** Returns the value of a setting. Undefined when this version does not have it. */
export function settingOf(results: QueryResults, name: string): string | undefined {
  return textOf(
    rowsOf(results, 'settings').find((row) => textOf(row, 'name') === name),
    'setting',
  );
}

/** Returns the login as an identifier. */
export function loginOf(results: QueryResults): string {
  return postgresDialect.identifier(textOf(serverRow(results), 'login') ?? '');
}

/**
 * Fix of a parameter that the server reads when it starts, or when it reloads its configuration.
 */
export function parameterFix(
  results: QueryResults,
  name: string,
  value: string,
  appliedBy: 'restart' | 'reload',
): Fix {
  if (isRds(results))
    return settingFix(
      `${name} = ${value} (parameter group${appliedBy === 'restart' ? '; then reboot' : ''})`,
    );
  const then = appliedBy === 'restart' ? ' -- then restart the server' : ' SELECT pg_reload_conf();';
  return sqlFix(`ALTER SYSTEM SET ${name} = ${postgresDialect.literal(value)};${then}`);
}
