import type { CheckFinding } from '../check';
import type { CheckAsk } from '../check-request';
import type { SourceFacts, TableFacts } from '../engine';
import { quotedTable } from '../identifiers';
import type { Answers, Row } from '../query';
import { finding, isYes, rowsOf, textOf, whyUnanswered } from '../query-results';
import type { Outcome, Ruling } from '../verdicts';
import { sqlServerCatalogue as catalogue } from './catalogue';
import { bracketed, literal } from './names';
import { type ListedName, of, selectedNames } from './resolve';
import { type Server, serverOf, wayOfCapture } from './server';

/** What is told of each table, and of the login. */
export function tableRulings(ask: CheckAsk, facts: SourceFacts, answers: Answers): readonly Ruling[] {
  const server = serverOf(answers);
  const tables = selectedNames(ask, answers)
    .filter(({ kind }) => kind === 'table')
    .flatMap((name) => {
      const found = facts.tables.find(({ schema, table }) => schema === name.schema && table === name.table);
      return found === undefined ? [] : [{ name, facts: found }];
    });
  const keyless = tables.filter((table) => table.facts.primaryKey.length === 0).length;
  const when = (question: string, say: () => Outcome) => (): Outcome => {
    const why = whyUnanswered(answers, question);
    return why === undefined ? say() : { cannotLook: why };
  };
  return [
    {
      check: catalogue.cdcTable,
      say: when('tables', () => tables.flatMap((table) => capture(table, server, keyless, answers))),
    },
    { check: catalogue.privileges, say: when('login', () => privileges(ask, server, answers)) },
    { check: catalogue.tablePrivileges, say: when('readable', () => unreadable(facts, answers)) },
    {
      check: catalogue.specialTables,
      say: when('tables', () => tables.flatMap(({ name }) => specialTable(name, answers))),
    },
    {
      check: catalogue.specialColumns,
      say: when('columns', () => tables.flatMap(({ name }) => specialColumns(name, answers))),
    },
  ];
}

function capture(
  { name, facts }: { readonly name: ListedName; readonly facts: TableFacts },
  server: Server,
  keyless: number,
  answers: Answers,
): readonly CheckFinding[] {
  const row = of(name, rowsOf(answers, 'tables'))[0];
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
              mend: {
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

function privileges(ask: CheckAsk, server: Server, answers: Answers): readonly CheckFinding[] {
  const row = rowsOf(answers, 'login')[0];
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
      mend: { kind: 'sql', text },
    }),
  );
  if (ask.mode === 'full-load' || isYes(row, 'db_owner')) return findings;
  return [
    ...findings,
    finding(catalogue.privileges, `${login} is neither sysadmin nor db_owner`, {
      mend: {
        kind: 'sql',
        text: server.isRds
          ? `EXEC sp_addrolemember 'db_owner', ${literal(login)};`
          : `ALTER ROLE db_owner ADD MEMBER ${bracketed(login)};`,
      },
    }),
  ];
}

function unreadable({ tables }: SourceFacts, answers: Answers): readonly CheckFinding[] {
  const login = textOf(rowsOf(answers, 'login')[0], 'login') ?? 'dms_user';
  return tables
    .filter(({ readable }) => readable === false)
    .map((table) =>
      finding(catalogue.tablePrivileges, `${login} may not read the table`, {
        schema: table.schema,
        table: table.table,
        mend: { kind: 'sql', text: `GRANT SELECT ON ${quotedTable(table)} TO ${bracketed(login)};` },
      }),
    );
}

function specialTable(name: ListedName, answers: Answers): readonly CheckFinding[] {
  const row = of(name, rowsOf(answers, 'tables'))[0];
  const temporal = textOf(row, 'temporal_type_desc') ?? 'NON_TEMPORAL_TABLE';
  const columnstore = of(name, rowsOf(answers, 'indexes')).some((index) =>
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

function specialColumns(name: ListedName, answers: Answers): readonly CheckFinding[] {
  return of(name, rowsOf(answers, 'columns')).flatMap((row) =>
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
