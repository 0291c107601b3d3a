import * as z from 'zod/mini';

/** One minute of a CDC job. */
export const SeriesPoint = z.object({
  at: z.string(),
  sourceSeconds: z.optional(z.number()),
  targetSeconds: z.optional(z.number()),
  /** Changes per minute since the point before. Absent when the tables were not queried. */
  rows: z.optional(z.number()),
});
export type SeriesPoint = z.infer<typeof SeriesPoint>;

/** Latency and throughput of a CDC job over the last two hours. */
export const Series = z.object({
  /** Oldest first, at most `keptPoints`. */
  points: z.array(SeriesPoint),
  updatedAt: z.string(),
  /** All changes of the task when its table statistics were last read. Starts from zero when the task starts. */
  changes: z.optional(z.object({ total: z.number(), at: z.string() })),
});
export type Series = z.infer<typeof Series>;
export const keptPoints = 120;
