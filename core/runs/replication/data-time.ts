import { secondsBehind } from './latency';
import type { Replication } from './replication';

/**
 * Time up to which readers have the source's data, ISO 8601 in UTC. For a task that is down it is the time of its last measure, so
 * the data grows old. Undefined for a full load, and for a task that was never measured.
 */
export function dataTimeOf(replication: Pick<Replication, 'latency'> | undefined): string | undefined {
  const latency = replication?.latency;
  if (latency === undefined) return undefined;
  return new Date(Date.parse(latency.at) - secondsBehind(latency) * 1000).toISOString();
}
