import * as z from 'zod/mini';

/** How one table of a run is split, or why it is loaded whole. */
export const TableSplit = z.object({
  schema: z.string(),
  table: z.string(),
  /** Empty where the table is loaded whole. */
  column: z.string(),
  /** Ascending in the source's own order: N of them make N + 1 segments, the first below all, the last without end. */
  boundaries: z.array(z.string()),
  /** Where they come from, or `none`. */
  from: z.enum(['none', 'statistics', 'sample', 'extremes', 'quantiles']),
  /** Rows that were read in the source to find them. */
  rowsRead: z.number(),
  /** The largest segment over the mean, as the boundaries promise; 1 is even. */
  skew: z.optional(z.number()),
  /** Why it is loaded whole. */
  because: z.optional(z.string()),
});
export type TableSplit = z.infer<typeof TableSplit>;
