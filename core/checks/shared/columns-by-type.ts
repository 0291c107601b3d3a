import type { Column, TypeMapping } from '../column-types/type-mapping';
import { typeTables } from '../column-types/type-tables';
import type { SourceFacts, TableFacts } from '../facts/source-facts';
import { quoted, quotedTable } from '../query/identifiers';
import type { CheckFinding } from '../report/check-report';
import { finding } from '../report/finding';
import type { CheckRequest } from '../request/check-request';
import { sharedChecks } from './catalogue';
import { excludedColumns } from './excluded';

interface MappedColumn {
  readonly table: TableFacts;
  readonly column: Column;
  readonly mappingOf: TypeMapping;
}

export function droppedColumns(request: CheckRequest, facts: SourceFacts): readonly CheckFinding[] {
  return mappedColumns(request, facts).flatMap(({ table, column, mappingOf }) =>
    mappingOf.kind !== 'left-out' || mappingOf.butIn === request.target
      ? []
      : [
          finding(
            { ...sharedChecks.columnDropped, source: typeTables[request.engine].source },
            `${column.type}: ${mappingOf.because}`,
            {
              ...about(table, column),
              fix: {
                kind: 'config',
                text: `exclude-columns: [${JSON.stringify(column.name)}]   # or a view that casts it`,
              },
            },
          ),
        ],
  );
}

export function cutColumns(request: CheckRequest, facts: SourceFacts): readonly CheckFinding[] {
  return mappedColumns(request, facts).flatMap(({ table, column, mappingOf }) =>
    mappingOf.kind !== 'cut'
      ? []
      : [
          finding(
            { ...sharedChecks.columnCut, source: typeTables[request.engine].source },
            `${column.type} arrives as ${mappingOf.becomes}`,
            {
              ...about(table, column),
              fix: retyped(table, column, mappingOf.type),
            },
          ),
        ],
  );
}

/** One finding a type: there may be thousands of columns, and nothing is lost. */
export function reshapedColumns(request: CheckRequest, facts: SourceFacts): readonly CheckFinding[] {
  const byMapping = new Map<string, MappedColumn[]>();
  for (const one of mappedColumns(request, facts)) {
    if (one.mappingOf.kind !== 'reshaped') continue;
    const text = `${one.column.type} arrives as ${one.mappingOf.becomes}`;
    byMapping.set(text, [...(byMapping.get(text) ?? []), one]);
  }
  return [...byMapping].map(([text, columns]) => {
    const named = columns
      .slice(0, 3)
      .map(({ table, column }) => `${table.schema}.${table.table}.${column.name}`);
    const more = columns.length - named.length;
    return finding(
      { ...sharedChecks.columnReshaped, source: typeTables[request.engine].source },
      `${text}: ${named.join(', ')}${more === 0 ? '' : ` and ${more} more`}`,
    );
  });
}

/** Columns that the job leaves in the source have no fate. */
function mappedColumns(request: CheckRequest, facts: SourceFacts): readonly MappedColumn[] {
  return facts.tables.flatMap((table) => {
    const isLeft = excludedColumns(request, table);
    return table.columns.flatMap((column) => {
      const mappingOf = isLeft(column.name) ? undefined : typeTables[table.engine].mappingOf(column);
      return mappingOf === undefined ? [] : [{ table, column, mappingOf }];
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
): NonNullable<CheckFinding['fix']> {
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
