import * as z from 'zod/mini';
import { sourceEngines } from '../model/source-engine';

/** Columns and key of a table, from the dictionary of its source. */
export const TableShape = z.object({
  schema: z.string(),
  table: z.string(),
  engine: z.enum(sourceEngines),
  /** In the order of the table. */
  columns: z.array(
    z.object({
      name: z.string(),
      /** Type name of the engine in lower case, such as `number`, `timestamp with time zone`, `nvarchar`. */
      type: z.string(),
      /** In characters or bytes, as the engine counts; absent if the type has no length. */
      length: z.optional(z.number()),
      /** Absent for a NUMBER or numeric without precision (docs/pitfalls.md#numbers-without-precision). */
      precision: z.optional(z.number()),
      scale: z.optional(z.number()),
      nullable: z.boolean(),
    }),
  ),
  /** Column names in the order of the key; empty if there is none. */
  primaryKey: z.array(z.string()),
});
export type TableShape = z.infer<typeof TableShape>;

/** Shape that a check saw last. */
export const SeenShape = z.extend(TableShape, { seenAt: z.iso.datetime(), run: z.string() });
export type SeenShape = z.infer<typeof SeenShape>;

/** Shapes of the newest check, without tables that only an earlier check saw. */
export function newestShapes(shapes: readonly SeenShape[]): readonly SeenShape[] {
  const newest = shapes.reduce<SeenShape | undefined>(
    (last, one) => (last === undefined || one.seenAt > last.seenAt ? one : last),
    undefined,
  );
  return shapes.filter(({ run }) => run === newest?.run);
}
