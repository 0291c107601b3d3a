import type { RunRecord } from '../../core/runs/record/run-record';
import type { InFlightRun, Lease } from '../../core/runs/record/in-flight-run';
import type { Replication } from '../../core/runs/replication/replication';
import type { TableRecord } from '../../core/runs/record/table-record';

/** Facts of a world at rest, with what truly happened beside what the product recorded. Times are milliseconds since 1970. */
export interface Observation {
  readonly now: number;
  /** Times of all faults, each with the time in which it may still matter. */
  readonly faultTimes: readonly { readonly from: number; readonly until: number }[];
  readonly runs: readonly ObservedRun[];
  readonly inFlightRuns: readonly InFlightRun[];
  readonly leases: readonly { readonly job: string; readonly lease: Lease }[];
  readonly outbox: readonly { readonly id: string; readonly problem?: string | undefined }[];
  readonly replications: readonly Replication[];
  /** ARNs of executions that still run. */
  readonly executions: readonly string[];
  /** Every task that ever was, as DMS knows it. */
  readonly tasks: readonly TaskLife[];
  readonly requests: readonly DmsRequest[];
  readonly denials: readonly Denial[];
  readonly deliveries: readonly Delivery[];
  readonly due: readonly DueTime[];
  /** Shortest and longest `max-duration` that a job had, in seconds. */
  readonly limits: Readonly<Record<string, { readonly least: number; readonly most: number }>>;
  /** Tables, as `schema.table`, that every deployed version of a job has. */
  readonly asked: Readonly<Record<string, readonly string[]>>;
  /** Holds that are left. */
  readonly holds: readonly { readonly name: string }[];
  readonly stacks: readonly { readonly name: string; readonly status: string; readonly isOver: boolean }[];
  readonly stackRequests: readonly StackRequest[];
  /** Deployments that failed. */
  readonly failedDeployments: readonly { readonly at: number; readonly problem: string }[];
  /** Holds and held tasks that outlived the deployment, and the deadline. */
  readonly heldTooLong: readonly { readonly at: number; readonly detail: string }[];
  /** Times at which a deployment stopped the task of a CDC job. */
  readonly heldJobs: readonly { readonly at: number; readonly job: string }[];
  /** Moments at which readers of the lake would have met something broken. */
  readonly breaks: readonly LakeBreak[];
}

export interface ObservedRun {
  readonly record: RunRecord;
  readonly tables: readonly TableRecord[];
}

/** Life of a task. */
export interface TaskLife {
  readonly arn: string;
  readonly identifier: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly deletedAt?: number | undefined;
  readonly status: string;
  /** Folder that it writes. */
  readonly folder: string;
  readonly work: readonly TaskWork[];
}

/** Time between a start of a task and its end. */
export interface TaskWork {
  readonly startedAt: number;
  readonly endedAt?: number | undefined;
  readonly status: string;
  readonly stopReason?: string | undefined;
  readonly tables: readonly TrueTable[];
}

/** State of a table in DMS's words. */
export interface TrueTable {
  /** `schema.table`. */
  readonly table: string;
  readonly state: string;
  readonly rows: number;
}

/** Request that DMS received. */
export interface DmsRequest {
  readonly at: number;
  readonly caller: string;
  readonly operation: string;
  /** ARN of the task that it is about, if it names one. */
  readonly task?: string | undefined;
  /** StartReplicationTaskType. */
  readonly startType?: string | undefined;
  readonly isThrottled: boolean;
  /** True when DMS did what it asks for. */
  readonly isDone: boolean;
}

/** Request of CloudFormation to a custom resource. */
export interface StackRequest {
  readonly stack: string;
  readonly type: string;
  readonly at: number;
  /** Number of answers that differ. */
  readonly answers: number;
  /** Absent: CloudFormation still waits. */
  readonly endedAt?: number | undefined;
}

export interface Denial {
  readonly at: number;
  readonly caller: string;
  readonly detail: string;
}

/** Event that reached the environment's bus. */
export interface Delivery {
  readonly at: number;
  readonly detailType: string;
  readonly id: string;
  /** Event as JSON. */
  readonly detail: string;
}

/** Time at which a schedule was due. */
export interface DueTime {
  /** `department/job`. */
  readonly job: string;
  /** ISO 8601 in UTC, with seconds. */
  readonly time: string;
  /** Run that this time must have. */
  readonly run: string;
  /** Milliseconds between two times of a rate. */
  readonly every?: number;
  /** False near a change of the job's schedule, pause or enablement, and while it had none. */
  readonly isOwed: boolean;
}

export interface LakeBreak {
  readonly at: number;
  readonly detail: string;
}
