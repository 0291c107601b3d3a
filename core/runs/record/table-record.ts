import * as z from 'zod/mini';
import { Instant } from './instant';

/** One table of a run, named as in the source. */
export const TableRecord = z.object({
  schema: z.string(),
  table: z.string(),
  /** DMS TableState, such as `Table completed`. */
  state: z.string(),
  rows: z.number(),
  errorRows: z.number(),
  /** Bytes in staging, where known. */
  bytes: z.optional(z.number()),
  startedAt: z.optional(z.string()),
  finishedAt: z.optional(z.string()),
  /** DMS ValidationState. Absent when validation is off. */
  validation: z.optional(z.string()),
  /** Changes since the task began to replicate. Absent when there are none. */
  changes: z.optional(
    z.object({ inserts: z.number(), updates: z.number(), deletes: z.number(), ddls: z.number() }),
  ),
  /** Set for a table that an earlier attempt loaded: the attempt, and the time in which it wrote the files. */
  carried: z.optional(z.object({ from: z.string(), since: Instant, until: Instant })),
  /** Set until DMS lists a table that this run is to load. */
  awaited: z.optional(z.literal(true)),
});
export type TableRecord = z.infer<typeof TableRecord>;
