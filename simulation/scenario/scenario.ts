import type { Connections } from '../../core/config/schema/connections-schema';
import type { Department } from '../../core/config/schema/department-schema';
import type { Environment } from '../../core/config/schema/environment-schema';
import type { Act } from '../actors/act';
import type { Fault } from '../faults/fault';

/** Days of one small world, as plain JSON: everything that its seed decides before it begins. */
export interface Scenario {
  readonly seed: number;
  /** ISO 8601 in UTC. */
  readonly startsAt: string;
  readonly days: number;
  readonly environment: Environment;
  readonly connections: Connections;
  readonly departments: readonly Department[];
  /** Loads of tables by job, which repeat in this order. */
  readonly loads: Readonly<Record<string, readonly Load[]>>;
  /** Ascending by time. */
  readonly timeline: readonly Happening[];
}

/** Facts of one load of a job. */
export interface Load {
  readonly secondsToCreate: number;
  readonly secondsToStart: number;
  readonly tables: readonly TableLoad[];
  readonly end: LoadEnd;
}

export interface TableLoad {
  /** `schema.table`. */
  readonly table: string;
  readonly rows: number;
  readonly seconds: number;
  /** DMS's words for its end. */
  readonly state: string;
}

/** End of the task's load, in DMS's words. */
export type LoadEnd =
  | { readonly kind: 'as-usual' }
  | {
      readonly kind: 'early';
      readonly afterSeconds: number;
      readonly status: 'stopped' | 'failed';
      readonly stopReason?: string;
      readonly message?: string;
    };

/** Something that happens at a time, `at` seconds after the start. */
export type Happening = Fault | Act;
