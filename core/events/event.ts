import * as z from 'zod/mini';
import { modes } from '../model/mode';
import { outcomes } from '../runs/record/verdict-shape';
import { detailTypes, jobChanges, replicationChanges } from './detail-types';

/** Commands and pages that lead a reader further. */
const Links = z.object({
  /** Such as `lakeferry show sales.orders-daily.20260301T020000Z`. */
  show: z.string(),
  /** Page of the documentation about this cause. */
  docs: z.optional(z.string()),
  /** Address of the page about it. Absent in an environment without `console-url`. */
  page: z.optional(z.string()),
});

/** Members of every event. `id` is the message ID: equal in each attempt to deliver the event. */
const common = {
  version: z.literal('1'),
  id: z.string(),
  environment: z.string(),
  department: z.string(),
  job: z.string(),
  /** `load`: a CSV file of the inbox. */
  mode: z.enum([...modes, 'load']),
  /** ISO 8601 in UTC. */
  at: z.string(),
  /** Facts in one or two sentences. */
  cause: z.string(),
  /** Next step, as a command, a configuration edit or SQL. Absent when there is nothing to do. */
  fix: z.optional(z.string()),
  links: Links,
};

/** One table of a digest. */
const TableDigest = z.object({
  table: z.string(),
  state: z.enum(['loaded', 'failed', 'missing', 'suspended']),
  rows: z.optional(z.number()),
  detail: z.optional(z.string()),
});

/** Tables that fit into an event, those with a problem first. `more`: number of tables that were left out. */
const Digest = z.object({ tables: z.array(TableDigest), more: z.int() });

export const RunEnded = z.object({
  ...common,
  type: z.literal(detailTypes.runEnded),
  run: z.string(),
  /** 1 for the first. */
  attempt: z.int(),
  /** First attempt, where this is another. */
  firstAttempt: z.optional(z.string()),
  /** ISO 8601 in UTC. Absent for a run that no schedule started. */
  scheduledTime: z.optional(z.string()),
  openedAt: z.string(),
  durationSeconds: z.number(),
  requestedBy: z.string(),
  outcome: z.enum(outcomes),
  counts: z.object({ tables: z.int(), loaded: z.int(), failed: z.int(), rows: z.number() }),
  digest: Digest,
});

export const ReplicationChanged = z.object({
  ...common,
  type: z.literal(detailTypes.replicationChanged),
  run: z.string(),
  change: z.enum(replicationChanges),
  /** The one table that the change is about. Absent where it is about none, or about several. */
  table: z.optional(z.object({ schema: z.string(), table: z.string() })),
  digest: z.optional(Digest),
});

export const JobChanged = z.object({
  ...common,
  type: z.literal(detailTypes.jobChanged),
  run: z.optional(z.string()),
  change: z.enum(jobChanges),
});

export const LakeferryEvent = z.discriminatedUnion('type', [RunEnded, ReplicationChanged, JobChanged]);
export type LakeferryEvent = z.infer<typeof LakeferryEvent>;
export type RunEnded = z.infer<typeof RunEnded>;
export type ReplicationChanged = z.infer<typeof ReplicationChanged>;
export type JobChanged = z.infer<typeof JobChanged>;
