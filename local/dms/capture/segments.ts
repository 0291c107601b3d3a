import type { CapturedTable, LayoutColumn, TableCatalog } from './captured-tables';
import { type DecodedRow, unchanged } from './decoded-line';
import type { Change } from './transactions';

export interface ChangedRow {
  readonly op: 'I' | 'U' | 'D';
  readonly committedAt: string;
  /** Its place among all changes of the batch. */
  readonly order: number;
  /** Its place among all changes of the source, as $AR_H_CHANGE_SEQ. */
  readonly sequence: string;
  /** By the segment's columns. */
  readonly values: readonly (string | null)[];
  /** For tables only: what an update replaced, where the source's replica identity logs it. */
  readonly before?: readonly (string | null)[];
  /** For tables only: columns that an update left alone, whose values the log does not hold. */
  readonly untouched?: readonly string[];
}

/** Rows of one layout, one after the other: what one file holds. */
export interface Segment {
  readonly layout: readonly LayoutColumn[];
  readonly rows: ChangedRow[];
}

/** A table's part of a batch, in its order. */
export interface TableChanges {
  readonly table: CapturedTable;
  readonly catalog: TableCatalog;
  segments: Segment[];
  /** The table's files are to be removed before its segments are written. */
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
  /** The rows are applied to tables, not written into files. */
  readonly forTables: boolean;
  readonly ops: 'all' | 'inserts' | 'inserts-and-updates';
  readonly warn: (line: string) => void;
}

/** Adds one change of one row; what the rules or the source's replica identity leave out is left out here. */
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
      `${table.schema}.${table.table}: an update left a large value as it was, and the log does not hold it: it is NULL in the file; REPLICA IDENTITY FULL mends that`,
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

/** The segment that the row goes into: another one when the table's columns have changed. */
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

/** A deleted row tells the columns that its identity logs, and of those the ones that are not NULL. */
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
