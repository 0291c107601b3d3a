import * as z from 'zod/mini';

/** Result of publishing a run's snapshot. */
export const Publishing = z.object({
  snapshot: z.string(),
  /** `superseded`: a run that opened later was published before. `named`: readers are not switched to the snapshot. */
  outcome: z.enum(['published', 'superseded', 'named']),
  /** Time until which a named snapshot is kept. */
  keptUntil: z.optional(z.string()),
  /** Key of the manifest in the lake bucket. */
  manifest: z.string(),
  tables: z.int(),
  emptyTables: z.int(),
  /** Tables that keep the files of an earlier snapshot, because this run did not load them. */
  carriedTables: z.int(),
  files: z.int(),
  bytes: z.number(),
  /** Files under 32 MiB in tables with more than one file (docs/pitfalls.md#small-files). */
  smallFiles: z.int(),
  /** Snapshots that were removed because enough newer ones are kept. Absent until the removal has ended. */
  removed: z.optional(z.int()),
  /** Error that kept old snapshots from being removed. The next publish tries again. */
  notRemoved: z.optional(z.string()),
});
export type Publishing = z.infer<typeof Publishing>;
