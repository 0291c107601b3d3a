import * as z from 'zod/mini';
import { sourceEngines } from '../model/source-engine';

/** A table as its source's dictionary describes it. */
export const TableShape = z.object({
  schema: z.string(),
  table: z.string(),
  engine: z.enum(sourceEngines),
  /** In the order of the table. */
  columns: z.array(
    z.object({
      name: z.string(),
      /** The engine's own word in lower case, such as `number`, `timestamp with time zone`, `nvarchar`. */
      type: z.string(),
      /** Characters or bytes, as the engine counts; absent where the type has none. */
      length: z.optional(z.number()),
      /** Absent for a NUMBER or numeric without one, which DMS coerces (O4). */
      precision: z.optional(z.number()),
      scale: z.optional(z.number()),
      nullable: z.boolean(),
    }),
  ),
  /** Column names in the order of the key; empty where there is none. */
  primaryKey: z.array(z.string()),
});
export type TableShape = z.infer<typeof TableShape>;

/** The shape that a check saw last. */
export const SeenShape = z.extend(TableShape, { seenAt: z.iso.datetime(), run: z.string() });
export type SeenShape = z.infer<typeof SeenShape>;

/** Those of the newest look: a table that a later look did not see any more is not among them. */
export function newestLook(shapes: readonly SeenShape[]): readonly SeenShape[] {
  const newest = shapes.reduce<SeenShape | undefined>(
    (last, one) => (last === undefined || one.seenAt > last.seenAt ? one : last),
    undefined,
  );
  return shapes.filter(({ run }) => run === newest?.run);
}
