import type { ObjectStore } from '../../object-store';
import type { CloudContext } from '../../service';
import type { DmsScript } from '../script';
import type { SimulatedRows } from '../simulated/simulated-rows';
import type { EventLog } from './events';
import type { Resources } from './resources';
import type { TaskLogs } from './tasks/task-logs';

/** Duration of DMS's transitions, in milliseconds of the cloud's clock. */
export interface DmsTimings {
  readonly creating: number;
  readonly starting: number;
  readonly stopping: number;
  readonly deleting: number;
  readonly modifying: number;
  readonly testing: number;
  /** Creating and deleting a replication instance. */
  readonly instance: number;
}

/**
 * Reads the secret string by name or ARN, with the endpoint's role. Rejects when it may not, or when there is
 * none.
 */
export type ReadSecret = (nameOrArn: string, roleArn: string | undefined) => Promise<string>;

/** Parts that the operations share. */
export interface DmsParts {
  readonly context: CloudContext;
  /** Objects, with the permissions of an endpoint's role. */
  objectsAs(roleArn: string | undefined): ObjectStore;
  readonly readSecret: ReadSecret;
  readonly timings: DmsTimings;
  readonly resources: Resources;
  readonly events: EventLog;
  readonly logs: TaskLogs;
  readonly script: DmsScript;
  /** Set if sources have numbers of rows instead of rows. */
  readonly simulated?: SimulatedRows | undefined;
  /** Writes the current state to the journal. Does nothing when the cloud is not durable. */
  keep(): void;
  /** Runs `then` after `milliseconds` of the clock's time, unless the service has stopped. */
  after(milliseconds: number, then: () => void): void;
}
