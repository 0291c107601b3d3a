import * as z from 'zod/mini';

/** Inserts, updates and deletes, in this order. A list, because the item of a series holds many. */
export const Operations = z.readonly(z.tuple([z.number(), z.number(), z.number()]));
export type Operations = z.infer<typeof Operations>;

/** One minute of a CDC job. */
export const SeriesPoint = z.object({
  at: z.string(),
  sourceSeconds: z.optional(z.number()),
  targetSeconds: z.optional(z.number()),
  /** Changes per minute since the point before. Absent when the tables were not queried. */
  rows: z.optional(z.number()),
  /** `rows` by operation. Absent in points of earlier versions. */
  operations: z.optional(Operations),
});
export type SeriesPoint = z.infer<typeof SeriesPoint>;

/** Latency and throughput of a CDC job over the last two hours. */
export const Series = z.object({
  /** Oldest first, at most `keptPoints`. */
  points: z.array(SeriesPoint),
  updatedAt: z.string(),
  /** All changes of the task when its table statistics were last read. Starts from zero when the task starts. */
  changes: z.optional(z.object({ total: z.number(), at: z.string(), operations: z.optional(Operations) })),
});
export type Series = z.infer<typeof Series>;
export const keptPoints = 120;
