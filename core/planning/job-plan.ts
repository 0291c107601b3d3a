import type { JsonObject } from '../json';
import type { Mode } from '../model/mode';
import type { Schedule } from '../schedule/schedule';
import type { ExpectedTable } from '../tables/expected-tables';
import type { SourceConnection, TargetPlan } from './connection-plan';
import type { JobIdentity } from './job-identity';
import type { PublishingPlan } from './publishing-plan';

/** One job, whole: all that a run needs to know besides ARNs. */
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
  /** DMS ReplicationTaskSettings, our defaults merged with the job's. */
  readonly taskSettings: JsonObject;
  /** Of an s3 target, else empty: DMS S3Settings without BucketName and role, which only the deployment knows. Keys as in the API, such as `DataFormat`. */
  readonly targetSettings: JsonObject;
  /** Of an s3 target, else nothing is there: DMS BucketFolder, no slash at either end, such as `sales/orders-daily`. */
  readonly stagingFolder: string;
  /** Tables that the job names exactly: the verdict wants each of them. Wildcards are in `tablePatterns`. */
  readonly expectedTables: readonly ExpectedTable[];
  /** Selections with wildcards, in DMS's own syntax: at least one table is wanted in all. */
  readonly tablePatterns: readonly { readonly schema: string; readonly table: string }[];
  /** Whether a run with failed tables may end as `succeeded-with-table-errors`. */
  readonly allowTableErrors: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** Present exactly when the mode is cdc or full-load-and-cdc. */
  readonly replication?: ReplicationPlan;
  /** Tables that load in segments whose boundaries the source tells before each load. Absent: none. */
  readonly splits?: readonly SplitPlan[];
  /** What CheckSource looks at. Absent when the connection is unknown. */
  readonly connection?: SourceConnection;
  /** What a finding of CheckSource that blocks does to a run. Absent: block. `off`: CheckSource does not look. */
  readonly check?: CheckPolicy;
  /** What it does when a table's columns changed since the last good run. Absent: warn. */
  readonly drift?: DriftPolicy;
  /** How what is staged comes to the lake. */
  readonly publishing: PublishingPlan;
}

/** One table to load in segments. */
export interface SplitPlan {
  readonly schema: string;
  readonly table: string;
  /** Absent: the first column of its primary key. */
  readonly column?: string;
  /** Absent: as many as its size is worth. */
  readonly segments?: number;
  /** Whether the whole column may be read for boundaries that are exact. */
  readonly exact: boolean;
}

export type CheckPolicy = 'warn' | 'block' | 'off';

export type DriftPolicy = 'ignore' | 'warn' | 'block';

export interface ReplicationPlan {
  /** Where the first start of the job's task begins; later starts resume where it stopped. */
  readonly startFrom: StartFrom;
  /** An alarm is raised when the target is further behind. */
  readonly maxLatencySeconds: number;
  /** How often the poll brings back a task that went down by itself, before it alerts and leaves it down. */
  readonly resumeLimit: number;
  /** The longest time between two firings of the job's schedule; absent without a schedule (C3). */
  readonly longestGapSeconds?: number;
}

export type StartFrom =
  | { readonly kind: 'now' }
  /** ISO 8601 in UTC. */
  | { readonly kind: 'time'; readonly time: string }
  /** DMS's native start point: LSN, SCN, binlog `file:position`, or `checkpoint:V1#...`. */
  | { readonly kind: 'position'; readonly position: string }
  /** The last one in the job's checkpoint store. */
  | { readonly kind: 'checkpoint' };
