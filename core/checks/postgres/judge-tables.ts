import type { Outcome, Ruling } from '../evaluation/evaluate-checks';
import { quoted, quotedTable } from '../query/identifiers';
import type { QueryResults } from '../query/query';
import { isYes, numberOf, rowsOf, textOf, whyUnavailable } from '../query/query-results';
import type { CheckFinding } from '../report/check-report';
import { finding } from '../report/finding';
import type { CheckRequest } from '../request/check-request';
import { excludedColumns } from '../shared/excluded';
import { listed } from '../shared/tables';
import { postgresCatalogue as catalogue } from './catalogue';
import { indexColumns, measuredTables, type PostgresTable } from './facts';
import { isUnbounded, longest } from './lobs';

export function tableChecks(
  request: CheckRequest,
  tables: readonly PostgresTable[],
  results: QueryResults,
): readonly Ruling[] {
  const when = (questions: readonly string[], say: () => Outcome) => (): Outcome => {
    for (const question of tables.length === 0 ? ['tables'] : questions) {
      const because = whyUnavailable(results, question);
      if (because !== undefined) return { skippedBecause: because };
    }
    return say();
  };
  const withRows = tables.filter(({ kind }) => kind === 'table' || kind === 'partitioned-table');
  return [
    { check: catalogue.replicaIdentity, say: when(['keys'], () => withRows.flatMap(identity)) },
    { check: catalogue.unlogged, say: when(['tables'], () => withRows.flatMap(unlogged)) },
    { check: catalogue.generated, say: when(['columns'], () => virtualColumns(tables, results)) },
    { check: catalogue.arrayKey, say: when(['columns', 'keys'], () => withRows.flatMap(arrayWithoutKey)) },
    { check: catalogue.partitions, say: when(['tables'], () => partitions(request, withRows)) },
    {
      check: catalogue.longVarchar,
      say: when(['columns', 'lobs'], () => longVarchars(request, tables, results)),
    },
    { check: catalogue.coalesceIndex, say: when(['keys'], () => withRows.flatMap(coalesceIndex)) },
  ];
}

/** d: by the primary key, n: not at all, f: the whole row, i: by an index. Source: pg_class.relreplident. */
function identity(table: PostgresTable): readonly CheckFinding[] {
  const setting = textOf(table.row, 'replica_identity');
  const primary = table.indexes.find((index) => isYes(index, 'is_primary'));
  const hasKey = primary !== undefined && isYes(primary, 'is_immediate');
  if (setting === 'f') return [];
  if (setting === 'd' && hasKey) return [];
  if (setting === 'i' && table.indexes.some((index) => isYes(index, 'is_identity'))) return [];
  const name = quotedTable(table);
  const usable = table.indexes.find(
    (index) =>
      isYes(index, 'not_null') &&
      isYes(index, 'is_immediate') &&
      isYes(index, 'is_valid') &&
      !isYes(index, 'is_partial') &&
      !isYes(index, 'has_expressions'),
  );
  const index = quoted('postgres', textOf(usable, 'name') ?? '');
  const how = hasKey ? 'DEFAULT' : usable === undefined ? 'FULL' : `USING INDEX ${index}`;
  return [
    finding(catalogue.replicaIdentity, identityText(setting, primary !== undefined), {
      schema: table.schema,
      table: table.table,
      fix: {
        kind: 'sql',
        // FULL goes with test_decoding, not with pglogical.
        text: `ALTER TABLE ${name} REPLICA IDENTITY ${how};${how === 'FULL' ? ' -- a primary key is better; not with pglogical' : ''}`,
      },
    }),
  ];
}

function identityText(setting: string | undefined, hasKey: boolean): string {
  if (setting === 'n') return 'REPLICA IDENTITY is NOTHING';
  if (setting === 'i') return 'the index of its REPLICA IDENTITY is gone';
  return hasKey
    ? 'its primary key is deferrable'
    : 'the table has no primary key, and its REPLICA IDENTITY is DEFAULT';
}

function unlogged(table: PostgresTable): readonly CheckFinding[] {
  if (textOf(table.row, 'persistence') !== 'u') return [];
  return [
    finding(catalogue.unlogged, 'the table is unlogged', {
      schema: table.schema,
      table: table.table,
      fix: { kind: 'sql', text: `ALTER TABLE ${quotedTable(table)} SET LOGGED;` },
    }),
  ];
}

function virtualColumns(tables: readonly PostgresTable[], results: QueryResults): readonly CheckFinding[] {
  const byId = new Map(tables.map((table) => [table.id, table]));
  return rowsOf(results, 'columns').flatMap((row) => {
    const table = byId.get(textOf(row, 'id') ?? '');
    const column = textOf(row, 'name') ?? '';
    if (table === undefined || textOf(row, 'generated') !== 'v') return [];
    return [
      finding(catalogue.generated, 'a virtual generated column', {
        schema: table.schema,
        table: table.table,
        column,
        fix: { kind: 'config', text: `exclude-columns: [${JSON.stringify(column)}]   # or make it STORED` },
      }),
    ];
  });
}

function arrayWithoutKey(table: PostgresTable): readonly CheckFinding[] {
  const array = table.columns.find(({ type }) => type.endsWith('[]'));
  if (array === undefined || table.primaryKey.length > 0) return [];
  const unique = table.indexes.find(
    (index) => isYes(index, 'not_null') && !isYes(index, 'is_partial') && !isYes(index, 'has_expressions'),
  );
  const columns = (unique === undefined ? [] : indexColumns(unique)).map((name) => quoted('postgres', name));
  const name = quotedTable(table);
  const text =
    columns.length > 0
      ? `ALTER TABLE ${name} ADD PRIMARY KEY (${columns.join(', ')});`
      : `ALTER TABLE ${name} ADD COLUMN row_id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY;`;
  return [
    finding(catalogue.arrayKey, `${array.name} is ${array.type}, and the table has no primary key`, {
      schema: table.schema,
      table: table.table,
      column: array.name,
      fix: { kind: 'sql', text },
    }),
  ];
}

function partitions(request: CheckRequest, tables: readonly PostgresTable[]): readonly CheckFinding[] {
  const byId = new Map(tables.map((table) => [table.id, table]));
  return tables.flatMap((table) => {
    const about = { schema: table.schema, table: table.table };
    const parent = byId.get(textOf(table.row, 'parent') ?? '');
    const entry = JSON.stringify(table.table);
    if (parent !== undefined && request.mode !== 'cdc')
      return [
        finding(
          catalogue.partitions,
          `a part of ${parent.schema}.${parent.table}, which is selected too: its rows arrive twice`,
          {
            ...about,
            fix: {
              kind: 'config',
              text: `- {schema: ${JSON.stringify(table.schema)}, table: ${entry}, match: exact, exclude: true}`,
            },
          },
        ),
      ];
    if (request.mode === 'full-load' || (numberOf(table.row, 'heirs') ?? 0) === 0) return [];
    if (tables.some((one) => textOf(one.row, 'parent') === table.id)) return [];
    return [
      finding(
        catalogue.partitions,
        'the table has parts, none of which is selected: their changes do not arrive',
        {
          ...about,
          fix: {
            kind: 'config',
            text: `- ${listed({ schema: table.schema, table: `${table.table}_part` })}   # each part of it`,
          },
        },
      ),
    ];
  });
}

/** DMS's default of unboundedVarcharMaxSize, in bytes. */
const varcharBytes = 8_000;

function longVarchars(
  request: CheckRequest,
  tables: readonly PostgresTable[],
  results: QueryResults,
): readonly CheckFinding[] {
  const set = Number(
    /unboundedVarcharMaxSize=(\d+)/i.exec(request.connectionAttributes ?? '')?.[1] ?? varcharBytes,
  );
  const lengthOf = longest(measuredTables(tables), results);
  return tables.flatMap((table) => {
    const isLeft = excludedColumns(request, table);
    return table.columns
      .filter((column) => isUnbounded(column) && !isLeft(column.name))
      .flatMap(({ name }) => {
        const { longestBytes = 0, sampled } = lengthOf(table.schema, table.table, name);
        if (longestBytes <= set) return [];
        return [
          finding(
            catalogue.longVarchar,
            `the longest value${sampled ? ' of a sample' : ''} has ${longestBytes} bytes`,
            {
              schema: table.schema,
              table: table.table,
              column: name,
              fix: {
                kind: 'config',
                text: `connection-attributes: {unboundedVarcharMaxSize: ${Math.min(10_485_760, Math.ceil((longestBytes * 2) / 1000) * 1000)}}`,
              },
            },
          ),
        ];
      });
  });
}

function coalesceIndex(table: PostgresTable): readonly CheckFinding[] {
  const index = table.indexes.find((one) => isYes(one, 'has_coalesce'));
  if (index === undefined) return [];
  return [
    finding(catalogue.coalesceIndex, `unique index ${textOf(index, 'name')} uses coalesce`, {
      schema: table.schema,
      table: table.table,
    }),
  ];
}
