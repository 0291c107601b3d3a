import type { SimulatedSource, TaskEvent, TaskSnapshot } from '@lakeferry/local-cloud/dms';
import type { BusEvent } from '@lakeferry/local-cloud/events';
import type { History } from '../../aws/history/history';
import type { Item } from '../../aws/history/table';
import type { ReplacedClients } from '../../aws/replaced-clients';
import type { LogFields } from '../../core/monitoring/log';
import type { Plan } from '../../core/planning/plan';
import type { Random } from '../random';
import type { CallLog } from './call-log';
import type { Delivery, Sent } from './deliveries';
import type { DeployOptions, PlanDeployment } from './deploy/deployment';
import type { FunctionHost } from './functions/function-host';
import type { Names } from './names';
import type { Intercept } from './seam/call';
import type { MemoryObject } from './services/memory-s3';
import type { Services } from './services/services';
import type { VirtualClock } from './virtual-clock';

export interface WorldOptions {
  readonly random: Random;
  readonly start: Date;
  readonly plan: Plan;
  /** Sources by the names of their connections. They may change while the world runs. */
  readonly sources: Readonly<Record<string, SimulatedSource>>;
  /** Deploys the plans. Absent: as stacks of what a world has. */
  readonly deployment?: (services: Services, names: Names, clock: VirtualClock) => PlanDeployment;
  /** False: every role may do everything. Absent: the roles are those of the first plan. */
  readonly authorizes?: boolean;
  /** Copies staged files of CDC jobs to the lake. Absent: no, which takes a third of the time of such jobs. */
  readonly arrivals?: boolean;
  /** Faults of calls. Absent: none. */
  readonly intercept?: Intercept;
  /** Milliseconds by which the functions' clocks are ahead now. Absent: none. */
  readonly skew?: () => number;
  /** Faults of what schedules and rules send. Absent: none. */
  readonly deliver?: (sent: Sent) => Delivery;
  /** Gets each change of an object. Without `object`: it was removed. */
  readonly onObject?: (bucket: string, key: string, object: MemoryObject | undefined) => void;
  /** Faults of events of all buses. Absent: none. */
  readonly event?: (event: BusEvent) => 'lose' | 'double' | { readonly delaySeconds: number } | undefined;
}

/** Request that DMS has received. */
export interface DmsRequest {
  /** Virtual time in milliseconds since 1970. */
  readonly at: number;
  readonly by: string;
  readonly invocation: number;
  readonly operation: string;
  /** ARN of the task that it is about, if it names one. */
  readonly task: string | undefined;
  /** StartReplicationTaskType. */
  readonly startType: string | undefined;
  /** True when the bucket of the account was empty. */
  readonly throttled: boolean;
  /** True when DMS did what it asks for. */
  readonly done: boolean;
}

/** Something that happened to a task, and its state then. */
export interface TaskChange {
  readonly at: number;
  readonly event: TaskEvent;
  readonly task: TaskSnapshot;
}

/** Request that IAM refused. */
export interface Refusal {
  readonly at: number;
  readonly by: string;
  readonly service: string;
  readonly operation: string;
  readonly message: string;
}

/** Line that a function logged as an error. */
export interface LoggedError {
  readonly at: number;
  readonly by: string;
  readonly message: string;
  readonly fields: LogFields;
}

/** One environment in one process, on a virtual clock. */
export interface World {
  readonly clock: VirtualClock;
  readonly names: Names;
  readonly log: CallLog;
  readonly services: Services;
  readonly functions: FunctionHost;
  /** Items of the history table, by `pk` and `sk`. */
  readonly items: ReadonlyMap<string, ReadonlyMap<string, Item>>;
  /** History without faults, permissions and log, for invariants. */
  readonly history: History;
  /** Events of all buses, oldest first, also lost ones. */
  readonly events: readonly BusEvent[];
  readonly dmsRequests: readonly DmsRequest[];
  /** Changes of all tasks, also of those that are deleted. Tasks that exist: `services.dms.tasks()`. */
  readonly taskChanges: readonly TaskChange[];
  readonly refusals: readonly Refusal[];
  readonly errors: readonly LoggedError[];
  /** Plan that is deployed now. */
  readonly plan: Plan;
  /** Clients of an actor, such as a person at the command line. Its calls pass the seam, with every permission. */
  actor(name: string): ReplacedClients;
  /** History of an actor. */
  actorHistory(name: string): History;
  /** Deploys plans over those that are deployed. Throws when that fails. */
  redeploy(plan: Plan): Promise<void>;
  /** Deploys a department of the plan. Returns the problem when that fails. */
  update(plan: Plan, department: string, options?: DeployOptions): Promise<string | undefined>;
  /** True while a stack is in progress. */
  readonly isDeploying: boolean;
  /** Moves time to `until`. Stops earlier when `isOver` returns true. */
  runUntil(until: Date, isOver?: () => boolean): Promise<void>;
  stop(): Promise<void>;
}
