import * as z from 'zod/mini';
import { replacementStarts } from '../../checks/position/task-replacement';
import { changeModes } from '../../model/mode';
import { RunInput } from '../record/run-input';
import { SourceOfRun } from '../record/source-of-run';
import { ReplicationNotice } from './replication-notice';
import { Operations } from './series';
import { MonitoredTables } from './tables/monitored-tables';

/**
 * Desired state of a CDC job, and what was last seen of its one task. Each poll reads all of them, so they are small: the series
 * of a job is an item of its own. Times are ISO 8601 in UTC.
 */
export const Replication = z.object({
  /** `department/job`. */
  forJob: z.string(),
  mode: z.enum(changeModes),
  desired: z.enum(['running', 'stopped']),
  /** Author of the desired state: a person, `config` (job removed or disabled), `settings` (stopped by its task settings), or a run. */
  desiredBy: z.string(),
  desiredAt: z.string(),
  /** DMS's identifier of the one task: the job's slug. */
  taskIdentifier: z.string(),
  taskArn: z.optional(z.string()),
  /** Earlier tasks of the job, whose slots are ours to drop. At most `keptFormerTasks`. */
  formerTasks: z.optional(z.array(z.string())),
  /** Hash of what the task was last created or modified with: see `planHashOf`. */
  planHash: z.string(),
  /** Hash of the last run's whole task definition: see `taskDefinitionHashOf`. Absent in items of earlier versions. */
  taskDefinitionHash: z.optional(z.string()),
  /** Deployed change for which a poll has started a run, until a run has applied it: see `deploymentStep`. */
  change: z.optional(
    z.object({
      hash: z.string(),
      /** Digest of the deployed endpoints and instance. Absent in items of earlier versions. */
      endpoints: z.optional(z.string()),
      at: z.string(),
      attempt: z.int(),
    }),
  ),
  /** Last modification of a task that does not have the tag of its plan yet. */
  modified: z.optional(z.object({ taskArn: z.string(), planHash: z.string() })),
  /** ARN of a task that a run modifies, until the run has recorded what it is now. */
  modifying: z.optional(z.string()),
  /** Last task of the job that ran, which a run replaces, and where the new one starts. Present until that was started. */
  replacement: z.optional(
    z.object({
      taskArn: z.string(),
      start: z.enum(replacementStarts),
      at: z.string(),
      /** ARN of the source endpoint of that task. Absent if it never ran, and in items of earlier versions. */
      source: z.optional(z.string()),
    }),
  ),
  /** Deletion of the task of a job that only loads now, with the reason why DMS refused it. Absent until a poll requests it. */
  deletion: z.optional(z.object({ taskArn: z.string(), refusal: z.optional(z.string()) })),
  plan: RunInput.shape.plan,
  endpoints: RunInput.shape.endpoints,
  /** Source whose slots are checked each hour. */
  source: z.optional(SourceOfRun),
  maxLatencySeconds: z.number(),
  resumeLimit: z.int(),
  /** Run that last brought up the task. */
  run: z.string(),
  /** Attempts of polls to resume the task since it last ran steadily. */
  resumes: z.optional(z.object({ count: z.int(), lastAt: z.string(), nextAt: z.string() })),
  /** Present while the task is down because of a hold, and until it runs again. `reason`: `deployment of <stack>`. */
  held: z.optional(z.object({ reason: z.string(), since: z.string() })),
  /** State of the task at the last poll; `stopReason` and `message` of a task that is down. */
  seen: z.optional(
    z.object({
      status: z.string(),
      at: z.string(),
      /** Time of the first poll that saw this status. */
      since: z.string(),
      /** True for a task that a person deleted: it is known to be gone. */
      isDeleted: z.optional(z.boolean()),
      stopReason: z.optional(z.string()),
      message: z.optional(z.string()),
    }),
  ),
  /** Seconds behind the source and the target, from CloudWatch. */
  latency: z.catch(
    z.optional(
      z.object({ sourceSeconds: z.number(), targetSeconds: z.optional(z.number()), at: z.string() }),
    ),
    // An unreadable measure counts as none: the next poll writes it again, and the desired state is not lost.
    undefined,
  ),
  /** Changes in the last minute that was measured. */
  rowsPerMinute: z.optional(z.number()),
  /** The same by operation. Absent in items of earlier versions. */
  operationsPerMinute: z.optional(Operations),
  /** Time of the last poll that saw more changes than the poll before. */
  lastChangeAt: z.optional(z.string()),
  /** End of the newest load of a table that a run has shown to readers. Absent where no catalogue has the job. */
  loadsShown: z.optional(z.string()),
  /** Raised alerts, with the time of each. Absent when there are none. */
  alerts: z.optional(
    z.object({
      down: z.optional(z.string()),
      latency: z.optional(z.string()),
      slot: z.optional(z.string()),
      reading: z.optional(z.string()),
      position: z.optional(z.string()),
      check: z.optional(z.string()),
    }),
  ),
  /** Tables of the task at the last poll that read them. An unreadable value counts as none: the next poll writes it again. */
  tables: z.catch(z.optional(MonitoredTables), undefined),
  /** Changes that no poll has moved to the outbox yet, oldest first. */
  notices: z.catch(z.optional(z.array(ReplicationNotice)), undefined),
  /** Number of changes so far. */
  noticeCount: z.optional(z.int()),
  /** Slot of a PostgreSQL source at the last check; `lagBytes` is the log that the source keeps for it. */
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
export type { AlertKind } from './replication-notice';

export const keptFormerTasks = 10;
