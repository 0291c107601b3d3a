import * as z from 'zod/mini';

/** Segments of one table of a run, or the reason why it is loaded as a whole. */
export const TableSplit = z.object({
  schema: z.string(),
  table: z.string(),
  /** Empty if the table is loaded as a whole. */
  column: z.string(),
  /** Ascending in the order of the source. N boundaries make N + 1 segments; the first and the last are open. */
  boundaries: z.array(z.string()),
  /** Origin of the boundaries, or `none`. */
  from: z.enum(['none', 'statistics', 'sample', 'extremes', 'quantiles']),
  /** Number of rows that were read in the source to find the boundaries. */
  rowsRead: z.number(),
  /** Estimated size of the largest segment, relative to the mean; 1 is even. */
  skew: z.optional(z.number()),
  /** Reason why it is loaded as a whole. */
  because: z.optional(z.string()),
});
export type TableSplit = z.infer<typeof TableSplit>;
