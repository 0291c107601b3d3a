import type { DeployedTaskDefinition } from '../../aws/deployed-jobs';
import type { TableRecord } from '../../core/runs/record/table-record';
import type { Replication } from '../../core/runs/replication/replication';
import { newerLoad } from '../../core/runs/replication/newer-load';
import { recordEvent } from './notify';
import type { PollPorts } from './poll-ports';

/**
 * Starts the one run that shows a later load to readers: a reload of tables, by whoever, is part of no run. The run's identity
 * follows from the load, so a second poll starts no second run.
 */
export async function followLoads(
  ports: PollPorts,
  record: Replication,
  tables: readonly TableRecord[],
  definition: DeployedTaskDefinition,
  now: Date,
): Promise<void> {
  const loadedAt = newerLoad(record, tables, now);
  if (loadedAt === undefined) return;
  const input = { ...definition.starter, trigger: { by: 'reload', loadedAt } } as const;
  if ((await ports.executions.startOnce(definition.stateMachineArn, input)) === 'before') return;
  await recordEvent(ports, record, 'load-complete', 'tables were loaded again: a run shows them', now);
}
