import type { DeployedTaskDefinition } from '../../aws/deployed-jobs';
import { deploymentStep } from '../../core/runs/replication/deployed-task-definition';
import type { Replication } from '../../core/runs/replication/replication';
import { recordEvent } from './notify';
import type { PollPorts } from './poll-ports';

/**
 * Starts the one run that brings a deployed change to a living CDC task; true when one is on its way. Which change is written down
 * first, so that a poll killed in between, or a second one, asks for the same run.
 */
export async function followDeployment(
  ports: PollPorts,
  record: Replication,
  definition: DeployedTaskDefinition | undefined,
  held: boolean,
  now: Date,
): Promise<boolean> {
  if (definition === undefined) return false;
  const step = deploymentStep(record, definition.hash, held, now);
  if (step.do === 'nothing') return false;
  const { hash: orderHash, at: seenAt, attempt } = step.change;
  if (!(await ports.history.recordDeployedChange(record.forJob, step.change, record))) return false;
  const trigger = { by: 'deployment', orderHash, seenAt } as const;
  if (
    (await ports.executions.startOnce(definition.stateMachineArn, { ...definition.starter, trigger })) ===
    'before'
  )
    return false;
  await recordEvent(
    ports,
    record,
    'plan-deployed',
    `the deployed plan orders otherwise: run ${attempt} for it`,
    now,
  );
  return true;
}
