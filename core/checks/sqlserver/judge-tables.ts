import type { Outcome, Ruling } from '../evaluation/evaluate-checks';
import type { SourceFacts, TableFacts } from '../facts/source-facts';
import { quotedTable } from '../query/identifiers';
import type { QueryResults, Row } from '../query/query';
import { isYes, rowsOf, textOf, whyUnavailable } from '../query/query-results';
import type { CheckFinding } from '../report/check-report';
import { finding } from '../report/finding';
import type { CheckRequest } from '../request/check-request';
import { sqlServerCatalogue as catalogue } from './catalogue';
import { bracketed, literal } from './names';
import { type ListedName, of, selectedNames } from './resolve';
import { type Server, serverOf, wayOfCapture } from './server';

/** What is told of each table, and of the login. */
export function tableChecks(
  request: CheckRequest,
  facts: SourceFacts,
  results: QueryResults,
): readonly Ruling[] {
  const server = serverOf(results);
  const tables = selectedNames(request, results)
    .filter(({ kind }) => kind === 'table')
    .flatMap((name) => {
      const found = facts.tables.find(({ schema, table }) => schema === name.schema && table === name.table);
      return found === undefined ? [] : [{ name, facts: found }];
    });
  const keyless = tables.filter((table) => table.facts.primaryKey.length === 0).length;
  const when = (question: string, say: () => Outcome) => (): Outcome => {
    const why = whyUnavailable(results, question);
    return why === undefined ? say() : { skippedBecause: why };
  };
  return [
    {
      check: catalogue.cdcTable,
      say: when('tables', () => tables.flatMap((table) => capture(table, server, keyless, results))),
    },
    { check: catalogue.privileges, say: when('login', () => privileges(request, server, results)) },
    { check: catalogue.tablePrivileges, say: when('readable', () => unreadable(facts, results)) },
    {
      check: catalogue.specialTables,
      say: when('tables', () => tables.flatMap(({ name }) => specialTable(name, results))),
    },
    {
      check: catalogue.specialColumns,
      say: when('columns', () => tables.flatMap(({ name }) => specialColumns(name, results))),
    },
  ];
}

function capture(
  { name, facts }: { readonly name: ListedName; readonly facts: TableFacts },
  server: Server,
  keyless: number,
  results: QueryResults,
): readonly CheckFinding[] {
  const row = of(name, rowsOf(results, 'tables'))[0];
  const hasKey = facts.primaryKey.length > 0;
  if (isYes(row, 'is_tracked_by_cdc')) return [];
  if (hasKey && (isYes(row, 'is_replicated') || isYes(row, 'is_published'))) return [];
  const { way } = wayOfCapture(server, keyless);
  // There DMS makes the publication and its articles itself.
  if (way === 'MS-Replication' && server.hasDistributor && hasKey) return [];
  return [
    finding(
      catalogue.cdcTable,
      hasKey ? 'the table is captured in no way' : 'a table without a key, and no MS-CDC',
      {
        schema: name.schema,
        table: name.table,
        ...(server.msCdcPossible
          ? {
              fix: {
                kind: 'sql' as const,
                text:
                  `EXEC sys.sp_cdc_enable_table @source_schema = ${literal(name.schema)}, ` +
                  `@source_name = ${literal(name.table)}, @role_name = NULL;`,
              },
            }
          : {}),
      },
    ),
  ];
}

function privileges(request: CheckRequest, server: Server, results: QueryResults): readonly CheckFinding[] {
  const row = rowsOf(results, 'login')[0];
  if (isYes(row, 'sysadmin')) return [];
  const login = textOf(row, 'login') ?? 'dms_user';
  const wanted = [
    ['view_definition', `GRANT VIEW DEFINITION TO ${bracketed(login)};`],
    ['view_database_state', `GRANT VIEW DATABASE STATE TO ${bracketed(login)};`],
    ['view_server_state', `USE master;\nGRANT VIEW SERVER STATE TO ${bracketed(login)};`],
  ] as const;
  const lacking = wanted.filter(([column]) => !isYes(row, column));
  const findings = lacking.map(([column, text]) =>
    finding(catalogue.privileges, `${login} lacks ${column.replaceAll('_', ' ').toUpperCase()}`, {
      fix: { kind: 'sql', text },
    }),
  );
  if (request.mode === 'full-load' || isYes(row, 'db_owner')) return findings;
  return [
    ...findings,
    finding(catalogue.privileges, `${login} is neither sysadmin nor db_owner`, {
      fix: {
        kind: 'sql',
        text: server.isRds
          ? `EXEC sp_addrolemember 'db_owner', ${literal(login)};`
          : `ALTER ROLE db_owner ADD MEMBER ${bracketed(login)};`,
      },
    }),
  ];
}

function unreadable({ tables }: SourceFacts, results: QueryResults): readonly CheckFinding[] {
  const login = textOf(rowsOf(results, 'login')[0], 'login') ?? 'dms_user';
  return tables
    .filter(({ readable }) => readable === false)
    .map((table) =>
      finding(catalogue.tablePrivileges, `${login} may not read the table`, {
        schema: table.schema,
        table: table.table,
        fix: { kind: 'sql', text: `GRANT SELECT ON ${quotedTable(table)} TO ${bracketed(login)};` },
      }),
    );
}

function specialTable(name: ListedName, results: QueryResults): readonly CheckFinding[] {
  const row = of(name, rowsOf(results, 'tables'))[0];
  const temporal = textOf(row, 'temporal_type_desc') ?? 'NON_TEMPORAL_TABLE';
  const columnstore = of(name, rowsOf(results, 'indexes')).some((index) =>
    (textOf(index, 'type_desc') ?? '').includes('COLUMNSTORE'),
  );
  const kinds = [
    ...(isYes(row, 'is_memory_optimized') ? ['a memory-optimized table'] : []),
    ...(temporal === 'NON_TEMPORAL_TABLE' ? [] : [`a temporal table (${temporal})`]),
    ...(columnstore ? ['a table with a columnstore index'] : []),
    ...(isYes(row, 'is_filetable') ? ['a FileTable'] : []),
    ...(isYes(row, 'is_external') ? ['an external table'] : []),
  ];
  return kinds.map((kind) =>
    finding(catalogue.specialTables, kind, { schema: name.schema, table: name.table }),
  );
}

function specialColumns(name: ListedName, results: QueryResults): readonly CheckFinding[] {
  return of(name, rowsOf(results, 'columns')).flatMap((row) =>
    kindsOf(row).map((kind) =>
      finding(catalogue.specialColumns, kind, {
        schema: name.schema,
        table: name.table,
        column: textOf(row, 'name') ?? '',
      }),
    ),
  );
}

function kindsOf(row: Row): readonly string[] {
  return [
    ...(isYes(row, 'is_computed') ? ['a computed column'] : []),
    ...(isYes(row, 'is_sparse') ? ['a sparse column'] : []),
    ...(textOf(row, 'encryption_type_desc') === undefined ? [] : ['an encrypted column']),
  ];
}
