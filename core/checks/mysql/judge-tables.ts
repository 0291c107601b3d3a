import type { Outcome, Ruling } from '../evaluation/evaluate-checks';
import { quotedTable } from '../query/identifiers';
import type { QueryResults, Row } from '../query/query';
import { rowsOf, textOf, whyUnavailable } from '../query/query-results';
import type { CheckFinding } from '../report/check-report';
import { finding } from '../report/finding';
import { mysqlCatalogue as catalogue } from './catalogue';
import type { MysqlTable } from './facts';
import { isLimitedToColumns, quotedLogin } from './grants';
import { readServer } from './judge-server';

export function tableChecks(tables: readonly MysqlTable[], results: QueryResults): readonly Ruling[] {
  const when = (question: string, say: () => Outcome) => (): Outcome => {
    const because = whyUnavailable(results, tables.length === 0 ? 'names' : question);
    return because === undefined ? say() : { skippedBecause: because };
  };
  const login = quotedLogin(textOf(rowsOf(results, 'server')[0], 'login') ?? '');
  return [
    {
      check: catalogue.select,
      say: when('columns', () =>
        tables
          .filter((table) => table.readable === false || isLimitedToColumns(results, table))
          .map((table) =>
            finding(catalogue.select, `${login} may not read all columns of the table`, {
              schema: table.schema,
              table: table.table,
              fix: { kind: 'sql', text: `GRANT SELECT ON ${quotedTable(table)} TO ${login};` },
            }),
          ),
      ),
    },
    { check: catalogue.engine, say: when('names', () => tables.flatMap(storageEngine)) },
    {
      check: catalogue.versioned,
      say: when('names', () =>
        tables
          .filter(({ row }) => textOf(row, 'table_type')?.toUpperCase() === 'SYSTEM VERSIONED')
          .map(({ schema, table }) =>
            finding(catalogue.versioned, 'the table is system-versioned', { schema, table }),
          ),
      ),
    },
    {
      check: catalogue.generated,
      say: when('columns', () => ofColumns(tables, /VIRTUAL GENERATED/i, generated)),
    },
    {
      check: catalogue.invisible,
      say: when('columns', () => ofColumns(tables, /INVISIBLE/i, invisible)),
    },
    { check: catalogue.nameCase, say: when('variables', () => mixedCase(tables, results)) },
  ];
}

function storageEngine(table: MysqlTable): readonly CheckFinding[] {
  const engine = textOf(table.row, 'engine');
  if (table.kind !== 'table' || engine === undefined || engine.toUpperCase() === 'INNODB') return [];
  return [
    finding(catalogue.engine, `the table’s engine is ${engine}`, {
      schema: table.schema,
      table: table.table,
      fix: { kind: 'sql', text: `ALTER TABLE ${quotedTable(table)} ENGINE = InnoDB;` },
    }),
  ];
}

function ofColumns(
  tables: readonly MysqlTable[],
  extra: RegExp,
  say: (table: MysqlTable, column: Row) => CheckFinding,
): readonly CheckFinding[] {
  return tables.flatMap((table) =>
    table.columnRows.filter((row) => extra.test(textOf(row, 'extra') ?? '')).map((row) => say(table, row)),
  );
}

function generated(table: MysqlTable, row: Row): CheckFinding {
  const column = textOf(row, 'column_name') ?? '';
  return finding(catalogue.generated, 'a virtual generated column', {
    schema: table.schema,
    table: table.table,
    column,
    fix: { kind: 'config', text: `exclude-columns: [${JSON.stringify(column)}]   # or make it STORED` },
  });
}

/** MySQL 8.0.30 makes invisible primary keys by itself, called my_row_id; DMS follows no changes of such a table. */
function invisible(table: MysqlTable, row: Row): CheckFinding {
  const column = textOf(row, 'column_name') ?? '';
  const isMadeKey = column === 'my_row_id' && table.primaryKey.includes(column);
  return finding(
    catalogue.invisible,
    isMadeKey ? 'a primary key that the server made, invisible' : 'an invisible column',
    {
      schema: table.schema,
      table: table.table,
      column,
      ...(isMadeKey ? { severity: 'error' as const } : {}),
      fix: {
        kind: 'sql',
        text: `ALTER TABLE ${quotedTable(table)} ALTER COLUMN \`${column.replaceAll('`', '``')}\` SET VISIBLE;`,
      },
    },
  );
}

function mixedCase(tables: readonly MysqlTable[], results: QueryResults): readonly CheckFinding[] {
  if (readServer(results).variable('lower_case_table_names') !== '2') return [];
  return tables
    .filter(({ table }) => table !== table.toLowerCase() && table !== table.toUpperCase())
    .map(({ schema, table }) =>
      finding(catalogue.nameCase, 'the name has upper and lower case, and lower_case_table_names is 2', {
        schema,
        table,
      }),
    );
}
