import * as z from 'zod/mini';
import { sourceEngines } from '../../model/source-engine';

/**
 * Severities, the worst first. An error ends a run before its task is created, unless the job sets
 * `check: warn`.
 */
export const severities = ['error', 'warning', 'note'] as const;
export type Severity = (typeof severities)[number];

/** Problem that a check found, or a fact worth knowing. */
export const CheckFinding = z.object({
  check: z.string(),
  severity: z.enum(severities),
  schema: z.optional(z.string()),
  table: z.optional(z.string()),
  column: z.optional(z.string()),
  /** The condition found in the source, with its value. */
  found: z.string(),
  why: z.string(),
  source: z.string(),
  /**
   * Text of a fix: `sql` to paste, a `setting` of the server, a line of `config` for a
   * configuration file, or a setting of a resource in `aws`.
   */
  fix: z.optional(z.object({ kind: z.enum(['sql', 'setting', 'config', 'aws']), text: z.string() })),
});
export type CheckFinding = z.infer<typeof CheckFinding>;

/** Report about the source of a job, or about a connection. */
export const CheckReport = z.object({
  job: z.optional(z.string()),
  connection: z.string(),
  engine: z.enum(sourceEngines),
  checkedAt: z.iso.datetime(),
  /** Absent when the source was not reached. */
  version: z.optional(z.string()),
  connectMilliseconds: z.optional(z.number()),
  milliseconds: z.number(),
  /** Number of queries run in the source. */
  queries: z.number(),
  findings: z.array(CheckFinding),
  /** Ids of the checks that found nothing. */
  passed: z.array(z.string()),
  /** Checks that could not be evaluated, with the reason. They are never counted as passed. */
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
