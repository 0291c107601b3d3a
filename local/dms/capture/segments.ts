import type { CapturedTable, LayoutColumn, TableCatalog } from './captured-tables';
import { type DecodedRow, unchanged } from './decoded-line';
import type { Change } from './transactions';

export interface ChangedRow {
  readonly op: 'I' | 'U' | 'D';
  readonly committedAt: string;
  /** Position among all changes of the batch. */
  readonly order: number;
  /** Position among all changes of the source, as $AR_H_CHANGE_SEQ. */
  readonly sequence: string;
  /** By columns of the segment. */
  readonly values: readonly (string | null)[];
  /** For tables only: values before the update, where the source's replica identity logs them. */
  readonly before?: readonly (string | null)[];
  /** For tables only: columns that an update did not change, and whose values the log does not have. */
  readonly untouched?: readonly string[];
}

/** Consecutive rows of one layout: the content of one file. */
export interface Segment {
  readonly layout: readonly LayoutColumn[];
  readonly rows: ChangedRow[];
}

/** Changes of one table in a batch, in their order. */
export interface TableChanges {
  readonly table: CapturedTable;
  readonly catalog: TableCatalog;
  segments: Segment[];
  /** True when the table's files must be removed before its segments are written. */
  truncated: boolean;
  readonly counts: { inserts: number; updates: number; deletes: number; ddls: number };
}

export const emptyChanges = (table: CapturedTable, catalog: TableCatalog): TableChanges => ({
  table,
  catalog,
  segments: [],
  truncated: false,
  counts: { inserts: 0, updates: 0, deletes: 0, ddls: 0 },
});

export interface RowRules {
  /** True when the rows are applied to tables instead of written into files. */
  readonly forTables: boolean;
  readonly ops: 'all' | 'inserts' | 'inserts-and-updates';
  readonly warn: (line: string) => void;
}

/** Adds the change of one row, unless the rules or the source's replica identity exclude it. */
export function addRow(
  changes: TableChanges,
  change: Extract<Change, { readonly kind: 'row' }>,
  at: Pick<ChangedRow, 'committedAt' | 'order' | 'sequence'>,
  { ops, forTables, warn }: RowRules,
): void {
  const { op, row, old } = change;
  const { table, counts } = changes;
  if (op !== 'I' && !changes.catalog.identified) {
    warn(
      `${table.schema}.${table.table} has neither a primary key nor REPLICA IDENTITY FULL: its updates and deletes are ignored`,
    );
    return;
  }
  if (row === undefined) return;
  counts[op === 'I' ? 'inserts' : op === 'U' ? 'updates' : 'deletes'] += 1;
  if ((op !== 'I' && ops === 'inserts') || (op === 'D' && ops === 'inserts-and-updates')) return;
  const { layout, rows } = segmentFor(changes, op, row);
  const hasUnchanged = row.values.includes(unchanged);
  if (hasUnchanged && old === undefined && !forTables)
    warn(
      `${table.schema}.${table.table}: a large value that an update did not change is NULL in the file, because the log does not have it; set REPLICA IDENTITY FULL to fix that`,
    );
  const values = layout.map(({ name }) => fieldOf(row, old, name));
  if (!forTables) {
    rows.push({ op, ...at, values });
    return;
  }
  rows.push({
    op,
    ...at,
    values,
    ...(op === 'U' && old !== undefined
      ? { before: layout.map(({ name }) => fieldOf(old, undefined, name)) }
      : {}),
    ...(hasUnchanged ? { untouched: untouchedColumns(row, old) } : {}),
  });
}

function untouchedColumns({ shape, values }: DecodedRow, old: DecodedRow | undefined): string[] {
  return shape.columns.flatMap(({ name }, index) =>
    values[index] === unchanged && (old === undefined || indexOf(old, name) === undefined) ? [name] : [],
  );
}

export function truncate(changes: TableChanges): void {
  changes.segments = [];
  changes.truncated = true;
  changes.counts.ddls += 1;
}

function fieldOf(row: DecodedRow, old: DecodedRow | undefined, column: string): string | null {
  const index = indexOf(row, column);
  const value = index === undefined ? null : row.values[index];
  if (value !== unchanged) return value ?? null;
  return old === undefined ? null : fieldOf(old, undefined, column);
}

const indexes = new WeakMap<DecodedRow['shape'], ReadonlyMap<string, number>>();
function indexOf({ shape }: DecodedRow, column: string): number | undefined {
  let index = indexes.get(shape);
  if (index === undefined) {
    index = new Map(shape.columns.map(({ name }, position) => [name, position]));
    indexes.set(shape, index);
  }
  return index.get(column);
}

/** Segment for the row. A new one when the columns of the table have changed. */
function segmentFor(changes: TableChanges, op: ChangedRow['op'], row: DecodedRow): Segment {
  const { table, catalog } = changes;
  const before =
    table.layout ?? catalog.columns.map(({ name, declared }): LayoutColumn => ({ name, type: declared }));
  const layout = op === 'D' ? withAll(before, row) : row.shape.columns;
  const isKnown = layout === before || sameLayout(layout, before);
  if (!isKnown && table.layout !== undefined) changes.counts.ddls += 1;
  table.layout = isKnown ? before : layout;
  const last = changes.segments.at(-1);
  if (last !== undefined && (last.layout === table.layout || sameLayout(last.layout, table.layout)))
    return last;
  const segment: Segment = { layout: table.layout, rows: [] };
  changes.segments.push(segment);
  return segment;
}

/**
 * Row with all columns of the layout. A deleted row has only the columns of its identity that are not NULL.
 */
function withAll(layout: readonly LayoutColumn[], { shape }: DecodedRow): readonly LayoutColumn[] {
  const missing = shape.columns.filter(({ name }) => !layout.some((one) => one.name === name));
  return missing.length === 0 ? layout : [...layout, ...missing];
}

function sameLayout(one: readonly LayoutColumn[], other: readonly LayoutColumn[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ name, type }, index) => other[index]?.name === name && other[index]?.type === type)
  );
}
