import type { DeployedOrder } from '../../aws/deployed-jobs';
import { deploymentStep } from '../../core/runs/replication/deployed-task-definition';
import type { Replication } from '../../core/runs/replication/replication';
import { tell } from './notify';
import type { PollPorts } from './poll-ports';

/**
 * Starts the one run that brings a deployed change to a living CDC task; true when one is on its way. Which change is written down
 * first, so that a poll killed in between, or a second one, asks for the same run.
 */
export async function followDeployment(
  ports: PollPorts,
  record: Replication,
  order: DeployedOrder | undefined,
  held: boolean,
  now: Date,
): Promise<boolean> {
  if (order === undefined) return false;
  const step = deploymentStep(record, order.hash, held, now);
  if (step.do === 'nothing') return false;
  const { hash: orderHash, at: seenAt, attempt } = step.change;
  if (!(await ports.history.recordChange(record.forJob, step.change, record))) return false;
  const trigger = { by: 'deployment', orderHash, seenAt } as const;
  if ((await ports.executions.startOnce(order.stateMachineArn, { ...order.starter, trigger })) === 'before')
    return false;
  await tell(
    ports,
    record,
    'plan-deployed',
    `the deployed plan orders otherwise: run ${attempt} for it`,
    now,
  );
  return true;
}
