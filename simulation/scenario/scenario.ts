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
  /** Tables of each source, by its name. */
  readonly tables: Readonly<Record<string, readonly TableSize[]>>;
  /** Ascending by time. */
  readonly timeline: readonly Happening[];
}

export interface TableSize {
  readonly schema: string;
  readonly table: string;
  readonly rows: number;
  /** Duration of its full load. */
  readonly loadSeconds: number;
  readonly changesPerMinute: number;
}

/** Something that happens at a time, `at` seconds after the start. */
export type Happening = Fault | Act;
