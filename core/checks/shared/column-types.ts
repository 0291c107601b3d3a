import { fullTableName } from '../../tables/table-name';
import type { CheckDefinition } from '../catalogue/check-definition';
import { defineShared } from '../catalogue/define-checks';
import { engines } from '../engines';
import type { Check, SharedSource } from '../evaluation/check';
import { withoutFacts } from '../evaluation/skip-reasons';
import type { Column, TypeMapping } from '../facts/column-types';
import type { TableFacts } from '../facts/source-facts';
import { configFix, finding, placeOf } from '../report/finding';
import { nameList } from '../report/name-list';
import { excludedColumns } from './excluded-columns';

const page = 'CHAP_Source.html';

const dropped = defineShared('column-dropped', {
  modes: 'all',
  severity: 'warning',
  title: 'DMS migrates each column',
  why: 'columns of these types do not arrive, and the task does not report it',
  page,
});

const truncated = defineShared('column-cut', {
  modes: 'all',
  severity: 'warning',
  title: 'values arrive complete',
  why: 'DMS reads the type as a type that holds less',
  page,
});

const converted = defineShared('column-reshaped', {
  modes: 'all',
  severity: 'note',
  title: 'values arrive in the type of the source',
  why: 'DMS writes values of these types in another type',
  page,
});

const skip = withoutFacts('tables', 'columns');

export const columnTypeChecks: readonly Check<SharedSource>[] = [
  {
    definition: dropped,
    skip,
    evaluate: (source) =>
      mappedColumns(source).flatMap(({ table, column, mapping }) =>
        mapping.kind !== 'not-migrated' || mapping.exceptIn === source.request.target
          ? []
          : [
              finding(withTypePage(dropped, source), `${column.type}: ${mapping.because}`, {
                ...placeOf(table, column.name),
                fix: configFix(
                  `exclude-columns: [${JSON.stringify(column.name)}]   # or select a view that casts the column`,
                ),
              }),
            ],
      ),
  },
  {
    definition: truncated,
    skip,
    evaluate: (source) =>
      mappedColumns(source).flatMap(({ table, column, mapping }) =>
        mapping.kind === 'truncated' &&
        mapping.unless?.test(source.request.connectionAttributes ?? '') !== true
          ? [
              finding(withTypePage(truncated, source), `${column.type} arrives as ${mapping.arrivesAs}`, {
                ...placeOf(table, column.name),
                fix: mapping.fix(table, column),
              }),
            ]
          : [],
      ),
  },
  {
    definition: converted,
    skip,
    evaluate: (source) =>
      [...byConversion(mappedColumns(source))].map(([conversion, columns]) => {
        const names = columns.map((one) => `${fullTableName(one.table)}.${one.column.name}`);
        return finding(withTypePage(converted, source), `${conversion}: ${nameList(names, 3)}`);
      }),
  },
];

interface MappedColumn {
  readonly table: TableFacts;
  readonly column: Column;
  readonly mapping: TypeMapping;
}

/** Columns whose values do not arrive as one would expect, without those that the job excludes. */
function mappedColumns({ request, facts }: SharedSource): readonly MappedColumn[] {
  return facts.tables.flatMap((table) => {
    const isExcluded = excludedColumns(request, table);
    return table.columns.flatMap((column) => {
      const { columnTypes } = engines[table.engine];
      const mapping = isExcluded(column.name) ? undefined : columnTypes.mappingOf(column);
      return mapping === undefined ? [] : [{ table, column, mapping }];
    });
  });
}

/**
 * Groups converted columns: nothing is lost, so one finding per type is enough for thousands of
 * columns.
 */
function byConversion(columns: readonly MappedColumn[]): ReadonlyMap<string, readonly MappedColumn[]> {
  const groups = new Map<string, MappedColumn[]>();
  for (const one of columns) {
    if (one.mapping.kind !== 'converted') continue;
    const conversion = `${one.column.type} arrives as ${one.mapping.arrivesAs}`;
    groups.set(conversion, [...(groups.get(conversion) ?? []), one]);
  }
  return groups;
}

/** The engine's own table of types documents the finding better than the page of the definition. */
function withTypePage(definition: CheckDefinition, { request }: SharedSource): CheckDefinition {
  return { ...definition, source: engines[request.engine].columnTypes.source };
}
