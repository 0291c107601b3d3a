import * as z from 'zod/mini';
import { loadFindingCodes } from '../../loads/load-codes';

export const outcomes = [
  'succeeded',
  'succeeded-with-table-errors',
  'failed',
  'resource',
  'stopped',
  'skipped',
  'cancelled',
  'missed',
] as const;
export type Outcome = (typeof outcomes)[number];

/** Outcomes after which a hand-off on success or on failure follows. A skipped or cancelled run is neither. */
export const successes = ['succeeded', 'succeeded-with-table-errors'] as const satisfies readonly Outcome[];
export const failures = ['failed', 'resource', 'stopped', 'missed'] as const satisfies readonly Outcome[];

const good: ReadonlySet<Outcome> = new Set(successes);

/** Returns true for the outcome of a run that loaded data. */
export function isSuccess(outcome: Outcome): boolean {
  return good.has(outcome);
}

/** Codes of findings against success. `explain` has a cause and a fix for each. */
export const findingCodes = [
  'state-failed',
  'task-missing',
  'task-not-started',
  'task-unfinished',
  'task-failed',
  'no-tables-found',
  'low-memory',
  'low-disk',
  'stopped-by-person',
  'unexpected-stop-reason',
  'unknown-status',
  'statistics-missing',
  'no-tables',
  'table-missing',
  'table-error',
  'table-unfinished',
  'table-rows-rejected',
  'table-validation',
  'validation-pending',
  'counts-disagree',
  'tables-collide',
  'lease-held',
  'queued-already',
  'not-admitted',
  'not-replicating',
  'kept-stopped',
  'paused',
  'cancelled',
  'missed',
  'source-not-checked',
  'not-judged',
  'not-published',
  'publish-unsettled',
  ...loadFindingCodes,
] as const;
export type FindingCode = (typeof findingCodes)[number];

export const Finding = z.object({
  code: z.enum(findingCodes),
  /** `schema.table`, for what concerns one table. */
  table: z.optional(z.string()),
  /** Observed facts, in DMS's words where it has a message. */
  detail: z.string(),
});
export type Finding = z.infer<typeof Finding>;

export const Verdict = z.object({
  outcome: z.enum(outcomes),
  /** At most `keptFindings` of the `findingCount` findings. */
  findings: z.array(Finding),
  findingCount: z.int(),
  evidence: z.object({
    status: z.optional(z.string()),
    stopReason: z.optional(z.string()),
    /** DMS's message, at most 4,000 characters of it. */
    message: z.optional(z.string()),
    tables: z.int(),
    tablesCompleted: z.int(),
    rows: z.number(),
  }),
});
export type Verdict = z.infer<typeof Verdict>;

/** An item holds at most 400 KB. The tables of a run have items of their own. */
export const keptFindings = 50;
