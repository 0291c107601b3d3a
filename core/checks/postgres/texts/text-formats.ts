import { fullTableName } from '../../../tables/table-name';
import type { Check } from '../../evaluation/check';
import type { Column } from '../../facts/column-types';
import { hasRows } from '../../facts/source-facts';
import { numberOf, rowsOf, textOf } from '../../query/query-results';
import type { CheckFinding } from '../../report/check-report';
import { finding, sqlFix } from '../../report/finding';
import { excludedColumns } from '../../shared/excluded-columns';
import { define } from '../definitions';
import { postgresDialect } from '../dialect';
import { loginOf, type PostgresSource, serverRow, withoutTableResult } from '../postgres-source';

/** See docs/source-checks.md#encodings-and-text-formats */
const definition = define('text-formats', {
  modes: 'all',
  severity: 'warning',
  title: 'sessions of the login write values in the usual formats',
  why: 'values leave PostgreSQL as text, in the formats of the session. AWS does not document whether DMS sets them, so defaults of the database or of its login can change what arrives',
  source: 'https://www.postgresql.org/docs/current/config-setting.html',
});

interface TextFormat {
  readonly setting: string;
  /** Types whose text depends on it. */
  readonly types: RegExp;
  isUsual(value: string, versionNumber: number): boolean;
  readonly usual: string;
}

const formats: readonly TextFormat[] = [
  {
    setting: 'DateStyle',
    types: /^(date|timestamp)/,
    isUsual: (value) => /^ISO\b/i.test(value),
    usual: 'ISO, YMD',
  },
  {
    setting: 'IntervalStyle',
    types: /^interval/,
    isUsual: (value) => value === 'postgres',
    usual: 'postgres',
  },
  { setting: 'bytea_output', types: /^bytea/, isUsual: (value) => value === 'hex', usual: 'hex' },
  {
    setting: 'extra_float_digits',
    types: /^(real|double precision)/,
    // From PostgreSQL 12 on, 1 and more mean all digits.
    isUsual: (value, versionNumber) => Number(value) >= (versionNumber >= 120_000 ? 1 : 3),
    usual: '3',
  },
  {
    setting: 'TimeZone',
    types: /with time zone/,
    isUsual: (value) => /^(Etc\/)?(UTC|GMT|UCT|Zulu)$|^(Etc\/)?GMT[+-]?0$/i.test(value),
    usual: 'UTC',
  },
  {
    setting: 'lc_monetary',
    types: /^money/,
    isUsual: (value) => /^(C|POSIX|en_US)([._@]|$)/.test(value),
    usual: 'C',
  },
  // Every text depends on it.
  {
    setting: 'client_encoding',
    types: /^/,
    isUsual: (value) => /^(UTF-?8|UNICODE)$/i.test(value),
    usual: 'UTF8',
  },
];

export const textFormats: Check<PostgresSource> = {
  definition,
  skip: withoutTableResult('server', 'settings', 'columns'),
  evaluate: (source) => formats.flatMap((format) => unusual(source, format)),
};

function unusual(source: PostgresSource, format: TextFormat): readonly CheckFinding[] {
  const { request, results } = source;
  const { setting, usual } = format;
  const value = defaultOf(source, setting);
  const version = numberOf(serverRow(results), 'version_number') ?? 0;
  if (value === undefined || format.isUsual(value, version)) return [];
  const columns = affected(source, format.types);
  const [first] = columns;
  if (first === undefined) return [];
  const more = columns.length === 1 ? '' : ` and ${columns.length - 1} more`;
  const database = postgresDialect.identifier(request.databaseName);
  return [
    finding(
      definition,
      `${setting} is ${value} in sessions of ${loginOf(results)}, and ${first}${more} depends on it`,
      {
        fix: sqlFix(
          `ALTER ROLE ${loginOf(results)} IN DATABASE ${database} SET ${setting} = ${postgresDialect.literal(usual)};`,
        ),
      },
    ),
  ];
}

/** Value with which a new session of the login begins. Its driver sets client_encoding, so that has no such value. */
function defaultOf({ results }: PostgresSource, setting: string): string | undefined {
  if (setting === 'client_encoding') return textOf(serverRow(results), 'default_client_encoding');
  const row = rowsOf(results, 'settings').find((one) => textOf(one, 'name') === setting);
  return textOf(row, 'session_default');
}

function affected({ request, tables }: PostgresSource, types: RegExp): readonly string[] {
  return tables.filter(hasRows).flatMap((table) => {
    const isExcluded = excludedColumns(request, table);
    return table.columns
      .filter(({ name, type }: Column) => types.test(type) && !isExcluded(name))
      .map(({ name }) => `${fullTableName(table)}.${name}`);
  });
}
