import { tableIdentity } from '../../tables/table-name';
import type { TableShape } from '../../tables/table-shape';
import { defineShared } from '../catalogue/define-checks';
import type { Check, SharedSource } from '../evaluation/check';
import { withoutFacts } from '../evaluation/skip-reasons';
import type { Column } from '../facts/column-types';
import type { CheckRequest } from '../request/check-request';
import { configFix, finding, placeOf } from '../report/finding';

const definition = defineShared('schema-drift', {
  modes: 'all',
  severity: 'warning',
  title: 'tables have the columns and keys of the last successful run',
  why: 'readers of the lake find columns that are missing, new or of another type',
  page: 'CHAP_Introduction.SupportedDDL.html',
});

/**
 * Compares with the shapes of the last successful run. New and missing tables are the subject of
 * other checks.
 */
export const schemaDrift: Check<SharedSource> = {
  definition,
  skip: withoutFacts('tables', 'columns'),
  evaluate({ request, facts }) {
    if (request.drift === 'ignore') return [];
    const severity = request.drift === 'block' ? 'error' : 'warning';
    const lastShapes = new Map(request.lastShapes.map((shape) => [tableIdentity(shape), shape]));
    return facts.tables.flatMap((table) => {
      const last = lastShapes.get(tableIdentity(table));
      // Without columns, now or then, nothing can be compared.
      if (last === undefined || last.columns.length === 0 || table.columns.length === 0) return [];
      const now = facts.unavailable?.keys === undefined ? table : { ...table, primaryKey: last.primaryKey };
      return differences(last, now).map(({ column, found, isRetyped = false }) => {
        const isMixed = isRetyped && request.format === 'parquet' && request.mode !== 'full-load';
        return finding(definition, isMixed ? `${found}${mixedTypes}` : found, {
          ...placeOf(table, column),
          severity,
          fix: configFix(isMixed ? `${ignore}\n${anotherFolder(request)}` : ignore),
        });
      });
    });
  },
};

const ignore = 'drift: ignore   # for one run, if the change is intended';
const mixedTypes =
  '. Files that have arrived keep the earlier type, and Athena is documented to read only smaller integers and floats as larger ones';

/** A folder without files of the earlier type. */
function anotherFolder({ job = '<department>/<job>', now }: Pick<CheckRequest, 'job' | 'now'>): string {
  return `lake: {prefix: ${job}-${now.slice(0, 10)}}   # where Athena cannot read the earlier files; deploy, then run: lakeferry reload ${job}`;
}

interface Difference {
  readonly column?: string;
  readonly found: string;
  /** True if values have another type in files. */
  readonly isRetyped?: boolean;
}

/** Differences of columns and keys, for people. */
export function differences(last: TableShape, now: TableShape): readonly Difference[] {
  const [lastColumns, columns] = [byName(last), byName(now)];
  const dropped = last.columns
    .filter(({ name }) => !columns.has(name))
    .map((column) => ({ column: column.name, found: `the column is missing; it was ${typeText(column)}` }));
  const added = now.columns
    .filter(({ name }) => !lastColumns.has(name))
    .map((column) => ({ column: column.name, found: `the column is new: ${typeText(column)}` }));
  const retyped = now.columns.flatMap((column) => {
    const before = lastColumns.get(column.name);
    if (before === undefined || typeText(before) === typeText(comparable(column, before))) return [];
    return [
      {
        column: column.name,
        found: `the column was ${typeText(before)} and is ${typeText(column)} now`,
        isRetyped: valueType(before) !== valueType(comparable(column, before)),
      },
    ];
  });
  const [lastKey, key] = [last.primaryKey.join(', '), now.primaryKey.join(', ')];
  const rekeyed = lastKey === key ? [] : [{ found: `the primary key was (${lastKey}) and is (${key}) now` }];
  return [...dropped, ...added, ...retyped, ...rekeyed];
}

/** Shapes that an earlier version stored have no digits of times, and no signs of integers. */
function comparable(column: Column, before: Column): Column {
  if (column.type === `${before.type} unsigned`) return { ...column, type: before.type };
  if (before.scale !== undefined || !/^(time|datetime)/.test(column.type)) return column;
  const { scale: _, ...rest } = column;
  return rest;
}

function byName({ columns }: TableShape): ReadonlyMap<string, Column> {
  return new Map(columns.map((column) => [column.name, column]));
}

/** Type without what changes no value in a file: nulls, and the length of a text. */
function valueType({ type, precision, scale }: Column): string {
  return JSON.stringify([type, precision, scale]);
}

/** `numeric(10,2) not null` */
function typeText({ type, length, precision, scale, nullable }: Omit<Column, 'name'>): string {
  const sizes = [length ?? precision, length === undefined ? scale : undefined].filter(
    (size) => size !== undefined,
  );
  return `${type}${sizes.length === 0 ? '' : `(${sizes.join(',')})`}${nullable ? '' : ' not null'}`;
}
