import * as z from 'zod/mini';
import { changeModes } from '../../model/mode';
import { RunInput } from '../record/run-input';
import { SourceOfRun } from '../record/run-record';

/**
 * The standing order of a CDC job, and what was last seen of its one task. The poll reads all of them each minute, so they
 * are small; the series of a job is an item of its own. Times are ISO 8601 UTC.
 */
export const Replication = z.object({
  /** `department/job`. */
  forJob: z.string(),
  mode: z.enum(changeModes),
  desired: z.enum(['running', 'stopped']),
  /** Who wanted it so: a person's name, `config` (removed or disabled), `settings` (a stop that its task settings order), or a run. */
  desiredBy: z.string(),
  desiredAt: z.string(),
  /** DMS's identifier of the one task: the job's slug. */
  taskIdentifier: z.string(),
  taskArn: z.optional(z.string()),
  /** Tasks that were the job's before this one: their slots are ours to drop. At most `keptFormerTasks`. */
  formerTasks: z.optional(z.array(z.string())),
  /** See `planHashOf`: what the task was last made or changed to. */
  planHash: z.string(),
  /** See `taskDefinitionHashOf`: all that the last run's plan ordered. Absent in orders of before there was one. */
  taskDefinitionHash: z.optional(z.string()),
  /** A deployed plan that orders otherwise, for which the poll started a run: see `deploymentStep`. Until a run took it over. */
  change: z.optional(z.object({ hash: z.string(), at: z.string(), attempt: z.int() })),
  plan: RunInput.shape.plan,
  endpoints: RunInput.shape.endpoints,
  /** For the hourly look at its slots. */
  source: z.optional(SourceOfRun),
  maxLatencySeconds: z.number(),
  resumeLimit: z.int(),
  /** The run that last saw to the task. */
  run: z.string(),
  /** Attempts of the poll to bring the task back since it last ran steadily. */
  resumes: z.optional(z.object({ count: z.int(), lastAt: z.string(), nextAt: z.string() })),
  /** As DMS last said; `stopReason` and `message` of a task that is down. */
  seen: z.optional(
    z.object({
      status: z.string(),
      at: z.string(),
      /** Since when it has this status, as far as it was watched. */
      since: z.string(),
      stopReason: z.optional(z.string()),
      message: z.optional(z.string()),
    }),
  ),
  /** Seconds behind the source and the target, as CloudWatch last said. */
  latency: z.catch(
    z.optional(
      z.object({ sourceSeconds: z.number(), targetSeconds: z.optional(z.number()), at: z.string() }),
    ),
    // A measure that cannot be read is none: it is written anew each minute, and no order is lost for it.
    undefined,
  ),
  /** When the poll last saw more changes than before. */
  lastChangeAt: z.optional(z.string()),
  /** What stands unmended and has been told to the alerts topic; absent when all is well. */
  alerts: z.optional(
    z.object({ down: z.optional(z.string()), latency: z.optional(z.string()), slot: z.optional(z.string()) }),
  ),
  /** Slot of a PostgreSQL source as CheckSource last saw it; `lagBytes` is what the source keeps for it. */
  slot: z.optional(
    z.object({
      name: z.string(),
      active: z.boolean(),
      lagBytes: z.number(),
      walStatus: z.optional(z.string()),
      at: z.string(),
    }),
  ),
});
export type Replication = z.infer<typeof Replication>;
export type AlertKind = 'down' | 'latency' | 'slot';

/** Where a checkpoint was when it was seen. */
export const checkpointSources = [
  'sweep',
  'before-stop',
  'before-modify',
  'before-delete',
  'command',
] as const;

/** The checkpoint store of a job: DMS's RecoveryCheckpoint, which is lost with the task (C1). */
export const Checkpoint = z.object({
  /** Such as `checkpoint:V1#27#mysql-bin-changelog.157832:1975:-1:...`. */
  checkpoint: z.string(),
  seenAt: z.string(),
  seenIn: z.enum(checkpointSources),
  taskArn: z.string(),
  /** The task's status when it was seen. */
  status: z.string(),
});
export type Checkpoint = z.infer<typeof Checkpoint>;

/** One minute of a CDC job. `rows`: changes a minute since the point before; absent when the tables were not looked at. */
export const SeriesPoint = z.object({
  at: z.string(),
  sourceSeconds: z.optional(z.number()),
  targetSeconds: z.optional(z.number()),
  rows: z.optional(z.number()),
});
export type SeriesPoint = z.infer<typeof SeriesPoint>;

export const Series = z.object({
  /** Oldest first, at most `keptPoints`. */
  points: z.array(SeriesPoint),
  updatedAt: z.string(),
  /** Changes of the task in all, by its table statistics, when they were last read; starts anew when the task does. */
  changes: z.optional(z.object({ total: z.number(), at: z.string() })),
});
export type Series = z.infer<typeof Series>;
export const keptPoints = 120;
export const keptFormerTasks = 10;

/** In the order in which they are told when one moment has several. */
export const eventKinds = [
  'job-removed',
  'job-disabled',
  'plan-deployed',
  'start-ordered',
  'stop-ordered',
  'plan-changed',
  'task-created',
  'task-modified',
  'position-skipped',
  'task-started',
  'task-stopped',
  'task-missing',
  'resumed',
  'resume-failed',
  'gave-up',
  'stopped-as-ordered',
  'recovered',
  'load-complete',
  'tables-reloaded',
  'latency-high',
  'latency-well',
  'slot-lag',
  'slot-well',
  'slot-dropped',
  'snapshot-rolled-back',
] as const;
export type EventKind = (typeof eventKinds)[number];

/** A step in the life of a CDC job. */
export const JobEvent = z.object({
  at: z.string(),
  kind: z.enum(eventKinds),
  detail: z.string(),
  run: z.optional(z.string()),
});
export type JobEvent = z.infer<typeof JobEvent>;
