import type { CheckFinding } from '../check';
import type { CheckAsk } from '../check-request';
import type { Column, TypeFate } from '../column-types/type-mapping';
import { typeTables } from '../column-types/type-tables';
import type { SourceFacts, TableFacts } from '../engine';
import { quoted, quotedTable } from '../identifiers';
import { finding } from '../query-results';
import { sharedChecks } from './catalogue';
import { excludedColumns } from './excluded';

interface Fated {
  readonly table: TableFacts;
  readonly column: Column;
  readonly fate: TypeFate;
}

export function droppedColumns(ask: CheckAsk, facts: SourceFacts): readonly CheckFinding[] {
  return fated(ask, facts).flatMap(({ table, column, fate }) =>
    fate.kind !== 'left-out' || fate.butIn === ask.target
      ? []
      : [
          finding(
            { ...sharedChecks.columnDropped, source: typeTables[ask.engine].source },
            `${column.type}: ${fate.because}`,
            {
              ...about(table, column),
              mend: {
                kind: 'config',
                text: `exclude-columns: [${JSON.stringify(column.name)}]   # or a view that casts it`,
              },
            },
          ),
        ],
  );
}

export function cutColumns(ask: CheckAsk, facts: SourceFacts): readonly CheckFinding[] {
  return fated(ask, facts).flatMap(({ table, column, fate }) =>
    fate.kind !== 'cut'
      ? []
      : [
          finding(
            { ...sharedChecks.columnCut, source: typeTables[ask.engine].source },
            `${column.type} arrives as ${fate.becomes}`,
            {
              ...about(table, column),
              mend: retyped(table, column, fate.type),
            },
          ),
        ],
  );
}

/** One finding a type: there may be thousands of columns, and nothing is lost. */
export function reshapedColumns(ask: CheckAsk, facts: SourceFacts): readonly CheckFinding[] {
  const byFate = new Map<string, Fated[]>();
  for (const one of fated(ask, facts)) {
    if (one.fate.kind !== 'reshaped') continue;
    const text = `${one.column.type} arrives as ${one.fate.becomes}`;
    byFate.set(text, [...(byFate.get(text) ?? []), one]);
  }
  return [...byFate].map(([text, columns]) => {
    const named = columns
      .slice(0, 3)
      .map(({ table, column }) => `${table.schema}.${table.table}.${column.name}`);
    const more = columns.length - named.length;
    return finding(
      { ...sharedChecks.columnReshaped, source: typeTables[ask.engine].source },
      `${text}: ${named.join(', ')}${more === 0 ? '' : ` and ${more} more`}`,
    );
  });
}

/** Columns that the job leaves in the source have no fate. */
function fated(ask: CheckAsk, facts: SourceFacts): readonly Fated[] {
  return facts.tables.flatMap((table) => {
    const isLeft = excludedColumns(ask, table);
    return table.columns.flatMap((column) => {
      const fate = isLeft(column.name) ? undefined : typeTables[table.engine].fate(column);
      return fate === undefined ? [] : [{ table, column, fate }];
    });
  });
}

function about({ schema, table }: TableFacts, { name }: Column) {
  return { schema, table, column: name };
}

function retyped(
  table: TableFacts,
  column: Column,
  type: string | undefined,
): NonNullable<CheckFinding['mend']> {
  const [name, quotedColumn] = [quotedTable(table), quoted(table.engine, column.name)];
  switch (table.engine) {
    case 'postgres':
      return {
        kind: 'sql',
        text: `ALTER TABLE ${name} ALTER COLUMN ${quotedColumn} TYPE ${type ?? 'numeric(38, 10)'};`,
      };
    case 'mysql':
      return {
        kind: 'sql',
        text: `ALTER TABLE ${name} MODIFY COLUMN ${quotedColumn} ${type ?? 'decimal(38, 10)'}${column.nullable ? '' : ' NOT NULL'};`,
      };
    case 'oracle':
      // A column with rows cannot be given less precision; the endpoint can be told to read it as text.
      return {
        kind: 'config',
        text: 'connection-attributes: {numberDataTypeScale: -2}   # NUMBER without precision arrives as text',
      };
    case 'sqlserver':
      return {
        kind: 'sql',
        text: `ALTER TABLE ${name} ALTER COLUMN ${quotedColumn} ${type ?? 'decimal(38, 10)'};`,
      };
  }
}
