import * as z from 'zod/mini';
import { sourceEngines } from '../../model/source-engine';

/** `blocks` ends a run before any task is made, unless the job says `check: warn`. */
export const severities = ['error', 'warning', 'note'] as const;
export type Severity = (typeof severities)[number];

/** What a check found wrong, or worth knowing. */
export const CheckFinding = z.object({
  check: z.string(),
  severity: z.enum(severities),
  schema: z.optional(z.string()),
  table: z.optional(z.string()),
  column: z.optional(z.string()),
  /** What was seen, with the value. */
  found: z.string(),
  why: z.string(),
  source: z.string(),
  /** What mends it: `sql` can be pasted, `setting` is a parameter of the server, `config` a line of the department's file. */
  fix: z.optional(z.object({ kind: z.enum(['sql', 'setting', 'config']), text: z.string() })),
});
export type CheckFinding = z.infer<typeof CheckFinding>;

/** What a check of a job's source came to. */
export const CheckReport = z.object({
  job: z.optional(z.string()),
  connection: z.string(),
  engine: z.enum(sourceEngines),
  checkedAt: z.iso.datetime(),
  /** Absent when the source was not reached. */
  version: z.optional(z.string()),
  connectMilliseconds: z.optional(z.number()),
  milliseconds: z.number(),
  queries: z.number(),
  findings: z.array(CheckFinding),
  /** Ids of checks that found nothing. */
  passed: z.array(z.string()),
  /** Checks that could not look, and why: never counted as passed. */
  skipped: z.array(z.object({ check: z.string(), because: z.string() })),
  tables: z.array(
    z.object({
      schema: z.string(),
      table: z.string(),
      kind: z.string(),
      rows: z.optional(z.number()),
      bytes: z.optional(z.number()),
    }),
  ),
});
export type CheckReport = z.infer<typeof CheckReport>;
