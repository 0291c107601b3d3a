import type { Connections } from './connections-schema';
import type { Department } from './department-schema';
import type { Environment } from './environment-schema';

/** Configuration without errors. Keys are as people write them. */
export interface Config {
  /** By name, ascending. */
  readonly departments: readonly Department[];
  readonly connections: Connections;
  /** By name, ascending. */
  readonly environments: readonly Environment[];
}
