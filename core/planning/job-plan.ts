import type { JsonObject } from '../json';
import type { Mode } from '../model/mode';
import type { SourceEngine } from '../model/source-engine';
import type { Schedule } from '../schedule/schedule';
import type { ExpectedTable } from '../tables/expected-tables';
import type { SourceConnection, TargetPlan } from './connection-plan';
import type { PartitionSelection } from '../tables/partition-parents';
import type { JobIdentity } from './job-identity';
import type { ExistingInstancePlan } from './existing/instance-plan';
import type { OverlapPolicy } from '../model/notify-policies';
import type { ConcurrencyPlan, HandOffPlan, NotifyPlan } from './notify-plan';
import type { PublishingPlan } from './publishing-plan';

/** Everything that a run of a job needs, except ARNs. */
export interface JobPlan {
  readonly identity: JobIdentity;
  readonly description?: string;
  readonly mode: Mode;
  readonly enabled: boolean;
  /** Name of the source connection, in `Plan.sources`. */
  readonly source: string;
  /** Name of the target connection, in `Plan.targets`. */
  readonly target: string;
  readonly targetEngine: TargetPlan['engine'];
  /** Absent: on demand only. */
  readonly schedule?: Schedule;
  readonly maxDurationSeconds: number;
  /** DMS TableMappings, `{"rules": [...]}`. */
  readonly tableMappings: JsonObject;
  /** DMS ReplicationTaskSettings: Lakeferry's defaults merged with the job's. */
  readonly taskSettings: JsonObject;
  /**
   * DMS S3Settings without BucketName and role, which only the deployment knows. Keys as in the API, such as `DataFormat`. Empty
   * for a target that is not the lake.
   */
  readonly targetSettings: JsonObject;
  /** DMS BucketFolder without a slash at either end, such as `sales/orders-daily`. Used for a lake target only. */
  readonly stagingFolder: string;
  /** Tables that the job names exactly: a run must find each of them. Wildcards are in `tablePatterns`. */
  readonly expectedTables: readonly ExpectedTable[];
  /** Selections with wildcards, in the syntax of DMS: a run must find at least one table for all of them together. */
  readonly tablePatterns: readonly { readonly schema: string; readonly table: string }[];
  /** Entries whose tables are partitions of another: the lake has them as one table. Absent: none. */
  readonly partitions?: readonly PartitionSelection[];
  /** True if a run with failed tables can end as `succeeded-with-table-errors`. */
  readonly allowTableErrors: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** Present only if the mode is cdc or full-load-and-cdc. */
  readonly replication?: ReplicationPlan;
  /** Tables that load in segments, with boundaries that are read from the source before each load. Absent: none. */
  readonly splits?: readonly SplitPlan[];
  /** Source that CheckSource connects to. Absent if the connection is unknown. */
  readonly connection?: SourceConnection;
  /** Engine version of Lakeferry's own instance, with which CheckSource compares the version of the source. */
  readonly dmsVersion?: string;
  /** Instance that others own. Absent: that of the environment. */
  readonly replicationInstance?: ExistingInstancePlan;
  /** Endpoints that others own, which CreateTask checks. Absent: both are Lakeferry's. */
  readonly namedEndpoints?: NamedEndpoints;
  /** Effect of an error that CheckSource finds. Absent: block. `off`: no check. */
  readonly check?: CheckPolicy;
  /** Effect of columns that changed since the last successful run. Absent: warn. */
  readonly drift?: DriftPolicy;
  /** Way of staged files to the lake. */
  readonly publishing: PublishingPlan;
  /** Messages to people. Absent in plans of earlier versions: `edge`, to the department's own channel. */
  readonly notify?: NotifyPlan;
  /** Failures in a row after which the job is paused. Absent: never. */
  readonly pauseAfter?: number;
  /** Age of the data beyond which it is stale: since the last success, or behind the source for a CDC job. Absent: no limit. */
  readonly freshWithinSeconds?: number;
  /** Absent: skip. */
  readonly overlap?: OverlapPolicy;
  /** Targets that follow a run. Absent: none. */
  readonly handOff?: readonly HandOffPlan[];
  /** Limits for runs at the same time, beyond which a run waits. Absent: none. */
  readonly concurrency?: ConcurrencyPlan;
}

/** Endpoints of a job that others own. */
export interface NamedEndpoints {
  readonly source?: { readonly arn: string; readonly engine: SourceEngine; readonly databaseName?: string };
  readonly target?: { readonly arn: string; readonly databaseName?: string };
}

/** Table to load in segments. */
export interface SplitPlan {
  readonly schema: string;
  readonly table: string;
  /** Absent: the first column of its primary key. */
  readonly column?: string;
  /** Absent: by the size of the table. */
  readonly segments?: number;
  /** True if the whole column is read for exact boundaries. */
  readonly exact: boolean;
}

export type CheckPolicy = 'warn' | 'block' | 'off';

export type DriftPolicy = 'ignore' | 'warn' | 'block';

export interface ReplicationPlan {
  /** Start position of a new task. A task that exists resumes where it stopped. */
  readonly startFrom: StartFrom;
  /** Lakeferry alerts when the target is further behind. */
  readonly maxLatencySeconds: number;
  /** Attempts of the poll to resume a task that stopped by itself, before it alerts and leaves it down. */
  readonly resumeLimit: number;
  /**
   * Longest time between two firings of the job's schedule, for which the source must keep its log. Absent without a schedule
   * (docs/pitfalls.md#source-logs-removed-too-early).
   */
  readonly longestGapSeconds?: number;
}

export type StartFrom =
  | { readonly kind: 'now' }
  /** ISO 8601 in UTC. */
  | { readonly kind: 'time'; readonly time: string }
  /** Native start point of DMS: LSN, SCN, binlog `file:position`, or `checkpoint:V1#...`. */
  | { readonly kind: 'position'; readonly position: string }
  /** The last checkpoint in the job's checkpoint store. */
  | { readonly kind: 'checkpoint' };
