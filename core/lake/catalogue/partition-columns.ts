import type { SeenShape } from '../../tables/table-shape';
import type { ManifestColumn } from '../snapshots/manifest';
import { keyOf } from './columns';
import { type AddedColumns, fileColumns } from './file-columns';

/** Shapes of the partitions of one table, and what decides their columns in files. */
export interface Partitions {
  readonly shapes: readonly SeenShape[];
  readonly added: AddedColumns;
  readonly rules: unknown;
}

/** Columns that every partition has: an inheriting table may have more than its parent. */
export function sharedColumns(
  columns: readonly ManifestColumn[],
  { shapes, added, rules }: Partitions,
): readonly ManifestColumn[] {
  const known = shapes.map(
    (shape) => new Set(fileColumns(shape, added, rules).map(({ name }) => name.toLowerCase())),
  );
  return columns.filter(({ name }) => known.every((names) => names.has(name.toLowerCase())));
}

/** Returns true if all partitions have the same columns at the same positions. */
export function hasOneOrder({ shapes, added, rules }: Partitions): boolean {
  return isOne(shapes.map((shape) => fileColumns(shape, added, rules).map(({ name }) => name)));
}

/** Key of all partitions. Undefined when they have different ones: rows of one table cannot be folded by several keys. */
export function sharedKey({ shapes, rules }: Partitions): readonly string[] | undefined {
  const keys = shapes.map((shape) => keyOf(shape, rules) ?? []);
  return isOne(keys) ? keys[0] : undefined;
}

function isOne(values: readonly (readonly string[])[]): boolean {
  return new Set(values.map((value) => JSON.stringify(value))).size <= 1;
}
