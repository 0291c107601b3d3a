import * as z from 'zod/mini';

/**
 * Faults of one table of a running task. `unlisted`: DMS listed it before, and no longer does. `stalled`: it waits for a load, while
 * the task loads nothing.
 */
export const tableFaults = ['failed', 'absent', 'differs', 'unlisted', 'stalled'] as const;
export type TableFault = (typeof tableFaults)[number];

const FaultyTable = z.object({
  schema: z.string(),
  table: z.string(),
  fault: z.enum(tableFaults),
  /** State in DMS's words. */
  state: z.string(),
  since: z.string(),
  /** False until an `unlisted` or `stalled` table is believed, and after a failed table has begun to load again. */
  reported: z.boolean(),
});
export type FaultyTable = z.infer<typeof FaultyTable>;

/** Returns false for a fault that one late answer of DMS may explain. */
export function isBelieved({ fault, reported }: Pick<FaultyTable, 'fault' | 'reported'>): boolean {
  return reported || (fault !== 'unlisted' && fault !== 'stalled');
}

/** Tables of a CDC job's task at the last poll that read them. Small: the names of healthy tables are in an item of their own. */
export const MonitoredTables = z.object({
  taskArn: z.string(),
  /** Start of the task, with which its counts begin again. */
  startedAt: z.optional(z.string()),
  /** Hash of the mappings that the task runs with: see `Replication`. */
  planHash: z.string(),
  /** Hash of what decides about the tables. While it is the same, nothing has happened to them. */
  digest: z.string(),
  listed: z.int(),
  /** At most `keptFaults`. */
  faulty: z.array(FaultyTable),
  /** Number of further tables with a fault. */
  more: z.int(),
});
export type MonitoredTables = z.infer<typeof MonitoredTables>;
export const keptFaults = 200;

/** A listed table, with the number of its DDL statements: what the next poll compares with. */
export const ListedTable = z.object({ schema: z.string(), table: z.string(), ddls: z.number() });
export type ListedTable = z.infer<typeof ListedTable>;
