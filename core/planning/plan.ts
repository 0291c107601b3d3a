/**
 * The Plan: what the configuration comes to for one environment, as plain JSON.
 * Everything after configuration reads it: `lakeferry plan` prints it, `infra` synthesizes it, the functions run from it.
 * It holds no clock and nothing that only a deployment knows (ARNs), so the same files always give the same bytes.
 */

import type { LoadPlan } from './load-plan';

/** A value that survives JSON unchanged. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** DMS's own words for MigrationType. */
export type Mode = 'full-load' | 'cdc' | 'full-load-and-cdc';

/** DMS's EngineName of a source endpoint. */
export type SourceEngine = 'oracle' | 'postgres' | 'sqlserver' | 'mysql';

export interface Plan {
  readonly version: 1;
  readonly environment: EnvironmentPlan;
  /** Sources and targets that at least one job uses, by name, ascending. */
  readonly sources: readonly SourcePlan[];
  readonly targets: readonly TargetPlan[];
  /** Those that no job uses yet, for `lakeferry discover`. Absent: none. */
  readonly otherSources?: readonly SourcePlan[];
  /** By name, ascending. */
  readonly departments: readonly DepartmentPlan[];
}

export interface EnvironmentPlan {
  readonly name: string;
  /** 12 digits; absent: the account of the credentials that deploy. */
  readonly account?: string;
  readonly region: string;
  readonly network: NetworkPlan;
  readonly replicationInstance: ReplicationInstancePlan;
  /**
   * Whether the platform stack makes DMS's account-wide roles (dms-vpc-role, dms-cloudwatch-logs-role). They are retained when
   * the stack goes; in an account that has them, `false`.
   */
  readonly createDmsRoles: boolean;
  /** What happens to buckets and the history when a stack is deleted. */
  readonly onDelete: 'retain' | 'destroy';
  readonly historyRetentionDays: number;
  readonly stagingRetentionDays: number;
  /** Of what was overwritten or deleted in the lake. */
  readonly lakeOldVersionsDays: number;
  readonly tags: Readonly<Record<string, string>>;
  /** Path of the zip with Oracle's client libraries, as written. */
  readonly oracleInstantClient?: string;
}

export type NetworkPlan =
  | { readonly kind: 'new'; readonly cidr: string }
  | {
      readonly kind: 'existing';
      readonly vpcId: string;
      readonly cidr: string;
      /** Two or more, in as many zones, in the same order as `availabilityZones`. */
      readonly privateSubnetIds: readonly string[];
      readonly availabilityZones: readonly string[];
    };

export interface ReplicationInstancePlan {
  /** Such as `dms.t3.medium`. */
  readonly class: string;
  readonly storageGiB: number;
  readonly multiAz: boolean;
  /** Such as `3.6.1`. */
  readonly engineVersion: string;
}

export interface SourcePlan extends DatabasePlan {
  readonly engine: SourceEngine;
  /** Oracle only: Lakeferry's own connection needs Oracle's client libraries (layers/oracledb/README.md). */
  readonly thick?: true;
  /** Whether `sslMode` is the default, which nobody wrote. */
  readonly sslModeIsDefault?: true;
}

/** A database as a source or a target. */
export interface DatabasePlan {
  /** The connection's name. */
  readonly name: string;
  /** Name of the Secrets Manager secret that holds username, password, host and port. */
  readonly secretName: string;
  /** Database name, Oracle SID or service. */
  readonly databaseName: string;
  readonly sslMode: 'none' | 'require' | 'verify-ca' | 'verify-full';
  /** DMS's CertificateArn; present where `sslMode` verifies. */
  readonly certificateArn?: string;
  /** DMS EndpointIdentifier. */
  readonly endpointIdentifier: string;
  /** DMS's ExtraConnectionAttributes, `key=value;...`; empty when there are none. */
  readonly extraConnectionAttributes: string;
  /** The database's security group, which is told to let the replication instance in on this port. */
  readonly securityGroup?: { readonly id: string; readonly port: number };
}

export type TargetPlan = LakeTargetPlan | PostgresTargetPlan;

export interface LakeTargetPlan {
  /** The connection's name. */
  readonly name: string;
  readonly engine: 's3';
}

export interface PostgresTargetPlan extends DatabasePlan {
  readonly engine: 'postgres';
}

export interface DepartmentPlan {
  readonly name: string;
  readonly owner: string;
  readonly description?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** By name, ascending. */
  readonly jobs: readonly JobPlan[];
  /** By name, ascending; absent where there is none. */
  readonly loads?: readonly LoadPlan[];
}

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
  readonly schedule?: SchedulePlan;
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

/** `prefix` is a folder of the lake bucket without a slash at either end; `lowerCase` is about names of schemas and tables. */
export type PublishingPlan =
  | { readonly kind: 'none' }
  | {
      /** A load's tables all at once, by PublishSnapshot. */
      readonly kind: 'snapshot';
      readonly prefix: string;
      readonly lowerCase: boolean;
      /** Snapshots that are kept, the newest included. */
      readonly keep: number;
      readonly catalogue?: CataloguePlan;
    }
  | {
      /** Each file as it comes, by copy-to-lake. */
      readonly kind: 'arrival';
      readonly prefix: string;
      readonly lowerCase: boolean;
      /** Folders below the prefix with the places {schema} {table} {year} {month} {day} {hour}. */
      readonly layout: string;
      /** IANA name: the zone of the partitions. */
      readonly timeZone: string;
      /** When the file came to staging, or DMS's own date folders. */
      readonly partitionBy: 'arrival' | 'dms-folders';
      readonly catalogue?: CataloguePlan;
    };

export interface CataloguePlan {
  /** Name of the department's Glue database. */
  readonly database: string;
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

/** What Lakeferry itself connects to when it looks at a source: names only, the login is read at use. */
export interface SourceConnection {
  /** The connection's name. */
  readonly name: string;
  readonly engine: SourceEngine;
  readonly secretName: string;
  readonly databaseName: string;
  /** As the connection says; where it says nothing the server's certificate is verified, which DMS's default does not do. */
  readonly sslMode: SourcePlan['sslMode'];
  /** Oracle by way of Oracle's own client libraries. */
  readonly thick?: true | undefined;
  /** DMS's extra connection attributes of the endpoint, which some checks look at. */
  readonly connectionAttributes?: string | undefined;
}

export type StartFrom =
  | { readonly kind: 'now' }
  /** ISO 8601 in UTC. */
  | { readonly kind: 'time'; readonly time: string }
  /** DMS's native start point: LSN, SCN, binlog `file:position`, or `checkpoint:V1#...`. */
  | { readonly kind: 'position'; readonly position: string }
  /** The last one in the job's checkpoint store. */
  | { readonly kind: 'checkpoint' };

export interface JobIdentity {
  readonly environment: string;
  readonly department: string;
  readonly job: string;
  /** `department/job`, how people name it. */
  readonly key: string;
  /**
   * Letters, digits and single hyphens, starts with a letter, at most 60 characters, unique in all environments of an
   * account: the stem of every DMS identifier and schedule name of the job.
   */
  readonly slug: string;
}

/** Names as in the source, and as in staging after the job's transformations. */
export interface ExpectedTable {
  readonly schema: string;
  readonly table: string;
  readonly targetSchema: string;
  readonly targetTable: string;
}

export interface SchedulePlan {
  /** EventBridge Scheduler's own: `cron(...)`, `rate(...)` or `at(...)`. */
  readonly expression: string;
  /** IANA name, such as `Europe/Vienna`; `rate` ignores it. */
  readonly timeZone: string;
}
