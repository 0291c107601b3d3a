import type { ObjectStore } from '../../object-store';
import type { CloudContext } from '../../service';
import type { DmsScript } from '../script';
import type { EventLog } from './events';
import type { Resources } from './resources';

/** Milliseconds of the cloud's clock that DMS takes for its transitions. */
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

/** The secret's string, by its name or ARN, as the endpoint's role may read it; rejects otherwise. */
export type ReadSecret = (nameOrArn: string, roleArn: string | undefined) => Promise<string>;

/** What the operations share. */
export interface DmsParts {
  readonly context: CloudContext;
  /** The objects as an endpoint's role may use them. */
  objectsAs(roleArn: string | undefined): ObjectStore;
  readonly readSecret: ReadSecret;
  readonly timings: DmsTimings;
  readonly resources: Resources;
  readonly events: EventLog;
  readonly script: DmsScript;
  /** Remembers everything as it is now; where the cloud keeps nothing, nothing happens. */
  keep(): void;
  /** Runs `then` after `milliseconds` of the clock's time, unless the service was stopped. */
  after(milliseconds: number, then: () => void): void;
}
