import type { ClientConfig } from 'pg';
import type { Lsn } from '../capture/position';
import type { RunningCapture } from '../capture/running-capture';
import type { SourceTypeSettings } from '../load/data-type';
import type { TableProgress } from '../load/progress';
import type { TargetDatabase, TargetSettings } from '../load/target-settings';
import type { TableMappings } from '../mapping/rules';
import type { EndpointInput } from './endpoints/endpoint-input';
import { invalidValue, notFound } from './faults';
import type { StopPosition } from './tasks/stop-position';
import type { TaskMetrics } from './tasks/task-metrics';
import type { TaskSettings } from './tasks/task-settings';
import type { TaskStatus } from './tasks/task-status';

export type Fields = Readonly<Record<string, unknown>>;

export interface Endpoint {
  readonly arn: string;
  identifier: string;
  readonly type: 'source' | 'target';
  readonly engine: string;
  /** Input as sent, including passwords, so that a change can be merged with it. */
  sent: EndpointInput;
  /** Description for Describe, without identity and status. */
  shown: Fields;
  /** Access for loads. Throws an explanation when it is not possible. */
  open: SourceAccess | TargetAccess;
}

export interface SourceAccess {
  readonly kind: 'source';
  connect(): Promise<ClientConfig>;
  readonly types: SourceTypeSettings;
  /** Replication slot that the owner of the source has created. Undefined: each task creates its own. */
  readonly slotName: string | undefined;
}

export type TargetAccess =
  | {
      readonly kind: 'target';
      readonly to: 'files';
      readonly settings: TargetSettings;
      /** Role with which DMS writes. */
      readonly roleArn: string | undefined;
    }
  | { readonly kind: 'target'; readonly to: 'tables'; open(): Promise<TargetDatabase> };

export interface Instance {
  readonly arn: string;
  identifier: string;
  status: 'creating' | 'available' | 'modifying' | 'deleting';
  readonly createdAt: Date;
  shown: Fields;
}

export interface SubnetGroup {
  readonly arn: string;
  readonly identifier: string;
  readonly shown: Fields;
}

/** Latest TestConnection of an instance and an endpoint. */
export interface Connection {
  readonly instanceArn: string;
  readonly endpointArn: string;
  status: 'testing' | 'successful' | 'failed' | 'deleting';
  failure: string | undefined;
}

export interface Task {
  readonly arn: string;
  identifier: string;
  readonly sourceArn: string;
  readonly targetArn: string;
  instanceArn: string;
  mappingsText: string;
  mappings: TableMappings;
  settings: TaskSettings;
  readonly taskData: string | undefined;
  status: TaskStatus;
  readonly createdAt: Date;
  stopReason: string | undefined;
  lastFailure: string | undefined;
  readonly migrationType: MigrationType;
  /** As given to CreateReplicationTask. */
  readonly startPosition: string | undefined;
  /** Undefined once it has been reached. */
  stopPosition: StopPosition | undefined;
  /** Undefined before the first start. */
  run: TaskRun | undefined;
  /** Position of change capture in the source. Undefined before there is one. */
  place: CapturePlace | undefined;
  readonly metrics: TaskMetrics;
}

export type MigrationType = 'full-load' | 'cdc' | 'full-load-and-cdc';

export interface CapturePlace {
  readonly slot: string;
  /** True when the task created the slot, and drops it when it is deleted. */
  readonly isOwnSlot: boolean;
  /** Position before which every change is in a file. */
  readonly position: Lsn;
  readonly journalPath: string;
}

export type StartType = 'start-replication' | 'resume-processing' | 'reload-target';

/** One start of a task. */
export interface TaskRun {
  readonly type: StartType;
  /** Start position of change capture, as given to StartReplicationTask. */
  readonly startPosition: string | undefined;
  readonly startedAt: Date;
  readonly freshStartedAt: Date;
  loadStartedAt: Date | undefined;
  loadFinishedAt: Date | undefined;
  /** Completed load of the runs that this one resumes. */
  readonly loadedBefore: { readonly startedAt: Date | undefined; readonly finishedAt: Date } | undefined;
  stoppedAt: Date | undefined;
  readonly tables: TableProgress[];
  readonly reloads: { readonly schema: string; readonly table: string }[];
  readonly stop: AbortController;
  /** Present while changes are read. */
  capture: RunningCapture | undefined;
  /** Loads the tables of `reloads` while changes are read. Undefined when the load itself handles them. */
  reload: (() => void) | undefined;
}

/** Everything that the local DMS contains. */
export class Resources {
  readonly endpoints = new Map<string, Endpoint>();
  readonly instances = new Map<string, Instance>();
  readonly subnetGroups = new Map<string, SubnetGroup>();
  readonly connections = new Map<string, Connection>();
  readonly tasks = new Map<string, Task>();
  /** By ARN, then by key. */
  readonly tags = new Map<string, Map<string, string>>();

  endpoint(arn: string): Endpoint {
    return found(this.endpoints, arn, 'Endpoint');
  }

  instance(arn: string): Instance {
    return found(this.instances, arn, 'Replication instance');
  }

  task(arn: string): Task {
    return found(this.tasks, arn, 'Replication task');
  }

  connection(instanceArn: string, endpointArn: string): Connection | undefined {
    return this.connections.get(`${instanceArn} ${endpointArn}`);
  }

  tag(arn: string, tags: readonly { readonly Key: string; readonly Value: string }[] | undefined): void {
    const own = new Map(this.tags.get(arn));
    for (const { Key, Value } of tags ?? []) own.set(Key, Value);
    if (own.size > mostTags) throw invalidValue(`${arn} can have at most ${mostTags} tags`);
    this.tags.set(arn, own);
  }
}

/** https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tagging.html */
const mostTags = 10;

function found<T>(all: ReadonlyMap<string, T>, arn: string, what: string): T {
  const one = all.get(arn);
  if (one === undefined) throw notFound(`${what} ${arn} not found`);
  return one;
}
