import type { Outcome, Ruling } from '../evaluation/evaluate-checks';
import type { SourceFacts, TableFacts } from '../facts/source-facts';
import type { QueryResults, Row } from '../query/query';
import { isYes, rowsOf, textOf, whyUnavailable } from '../query/query-results';
import type { CheckFinding } from '../report/check-report';
import { finding } from '../report/finding';
import type { CheckRequest } from '../request/check-request';
import { oracleCatalogue as catalogue } from './catalogue';
import { of } from './facts';
import { identifier } from './names';

/** What is told of each table. */
export function tableChecks(
  request: CheckRequest,
  facts: SourceFacts,
  results: QueryResults,
): readonly Ruling[] {
  const tables = facts.tables.filter(({ kind }) => kind !== 'view' && kind !== 'other');
  const when = (question: string, say: () => Outcome) => (): Outcome => {
    const why = whyUnavailable(results, question);
    return why === undefined ? say() : { skippedBecause: why };
  };
  return [
    {
      check: catalogue.supplementalTable,
      say: when('log-groups', () => tables.flatMap((table) => supplemental(request, table, results))),
    },
    { check: catalogue.longNames, say: () => tables.flatMap(longNames) },
    {
      check: catalogue.lobKey,
      say: () => {
        const because = facts.unavailable?.columns ?? facts.unavailable?.keys;
        return because === undefined ? tables.flatMap(lobWithoutKey) : { skippedBecause: because };
      },
    },
    { check: catalogue.leftOutColumns, say: when('columns', () => leftOut(tables, results)) },
    {
      check: catalogue.specialTables,
      say: when('tables', () => tables.flatMap((table) => special(table, results))),
    },
    {
      check: catalogue.encryptedColumns,
      say: when('encrypted', () =>
        rowsOf(results, 'encrypted').map((row) =>
          finding(catalogue.encryptedColumns, 'the column is encrypted', {
            schema: textOf(row, 'owner') ?? '',
            table: textOf(row, 'table_name') ?? '',
            column: textOf(row, 'column_name') ?? '',
            fix: {
              kind: 'config',
              text: 'connection-attributes: {securityDbEncryptionName: ...}   # and its key in the endpoint’s secret',
            },
          }),
        ),
      ),
    },
  ];
}

/**
 * What a table must log: all columns where changes are written as whole rows (S3) or there is no key, else its primary key.
 * The database may log either for every table.
 */
function supplemental(
  request: CheckRequest,
  table: TableFacts,
  results: QueryResults,
): readonly CheckFinding[] {
  const database = rowsOf(results, 'database')[0];
  const groups = of(table, rowsOf(results, 'log-groups')).map((row) => textOf(row, 'log_group_type') ?? '');
  const logsAll = groups.includes('ALL COLUMN LOGGING') || isYes(database, 'supplemental_log_data_all');
  if (logsAll || /addSupplementalLogging=(y|true)/i.test(request.connectionAttributes ?? '')) return [];
  const hasKey = table.primaryKey.length > 0;
  const logsKey =
    groups.includes('PRIMARY KEY LOGGING') || (hasKey && isYes(database, 'supplemental_log_data_pk'));
  const wantsAll = request.target === 's3' || !hasKey;
  if (logsKey && !wantsAll) return [];
  const what = wantsAll ? 'ALL' : 'PRIMARY KEY';
  const [schema, name] = [identifier(table.schema), identifier(table.table)];
  return [
    finding(
      catalogue.supplementalTable,
      logsKey ? 'only the primary key is logged' : 'no supplemental logging for the table',
      {
        schema: table.schema,
        table: table.table,
        // With the key logged no change is lost, but columns that did not change come empty.
        ...(logsKey && hasKey ? { severity: 'warning' as const } : {}),
        ...(schema === undefined || name === undefined
          ? {}
          : {
              fix: {
                kind: 'sql' as const,
                text: `ALTER TABLE ${schema}.${name} ADD SUPPLEMENTAL LOG DATA (${what}) COLUMNS;`,
              },
            }),
      },
    ),
  ];
}

function lobWithoutKey({ schema, table, primaryKey, lobColumns }: TableFacts): readonly CheckFinding[] {
  if (primaryKey.length > 0 || lobColumns.length === 0) return [];
  const names = lobColumns.map(({ name }) => name);
  return [
    finding(catalogue.lobKey, `${names.join(', ')}, and no primary key`, {
      schema,
      table,
      fix: {
        kind: 'config',
        text: `exclude-columns: ${JSON.stringify(names)}   # or give the table a primary key`,
      },
    }),
  ];
}

/** Bytes, as Oracle counts names. */
const longestName = 30;

function longNames({ schema, table, columns }: TableFacts): readonly CheckFinding[] {
  const bytes = (name: string): number => new TextEncoder().encode(name).length;
  const about = { schema, table };
  return [
    ...[schema, table]
      .filter((name) => bytes(name) > longestName)
      .map((name) => finding(catalogue.longNames, `${name} has ${bytes(name)} bytes`, about)),
    ...columns
      .filter(({ name }) => bytes(name) > longestName)
      .map(({ name }) =>
        finding(catalogue.longNames, `the column’s name has ${bytes(name)} bytes`, {
          ...about,
          column: name,
        }),
      ),
  ];
}

function leftOut(tables: readonly TableFacts[], results: QueryResults): readonly CheckFinding[] {
  return tables.flatMap((table) =>
    of(table, rowsOf(results, 'columns'))
      // Hidden columns that Oracle makes (of function-based indexes, statistics, object types) are nobody's data.
      .filter((row) => !/^SYS_(NC\d|ST)/.test(textOf(row, 'column_name') ?? ''))
      .flatMap((row) => {
        const what = whyLeftOut(row);
        if (what === undefined) return [];
        const column = textOf(row, 'column_name') ?? '';
        return [
          finding(catalogue.leftOutColumns, what, { schema: table.schema, table: table.table, column }),
        ];
      }),
  );
}

/** Types that the database brings have an owner, too; those have their place in the table of types. */
const ownedByDatabase: ReadonlySet<string> = new Set(['XMLTYPE', 'ANYDATA', 'SDO_GEOMETRY']);

function whyLeftOut(row: Row): string | undefined {
  const [isVirtual, isHidden] = [isYes(row, 'virtual_column'), isYes(row, 'hidden_column')];
  // Both: what a function-based index made.
  if (isVirtual !== isHidden) return isVirtual ? 'a virtual column' : 'an invisible column';
  const [owner, type] = [textOf(row, 'data_type_owner'), textOf(row, 'data_type') ?? ''];
  if (isHidden || owner === undefined || ownedByDatabase.has(type)) return undefined;
  return `a column of the user-defined type ${owner}.${type}, which arrives empty`;
}

function special(table: TableFacts, results: QueryResults): readonly CheckFinding[] {
  const about = { schema: table.schema, table: table.table };
  const iot = textOf(of(table, rowsOf(results, 'tables'))[0], 'iot_type');
  return [
    ...(table.kind === 'temporary'
      ? [finding(catalogue.specialTables, 'a global temporary table', about)]
      : []),
    ...(iot === 'IOT_OVERFLOW' || iot === 'IOT_MAPPING'
      ? [finding(catalogue.specialTables, `a segment of an index-organized table (${iot})`, about)]
      : []),
  ];
}
