import type { DeployedTaskDefinition } from '../../../aws/deployed-jobs';
import { deploymentStep } from '../../../core/runs/replication/deployed-task-definition';
import type { Replication } from '../../../core/runs/replication/replication';
import type { Task } from '../../../core/runs/task/task';
import { recordEvent } from '../notify';
import type { PollPorts } from '../poll-ports';

/**
 * Starts the one run that applies a deployed change to a living CDC task. Returns true when it started a run. It records the change
 * first, so that a second poll, or a poll after a kill, requests the same run.
 */
export async function followDeployment(
  ports: PollPorts,
  record: Replication,
  definition: DeployedTaskDefinition | undefined,
  held: boolean,
  now: Date,
  task?: Task,
): Promise<boolean> {
  if (definition === undefined) return false;
  const step = deploymentStep(
    record,
    { hash: definition.hash, endpoints: definition.starter.endpoints },
    held,
    now,
    task?.endpoints,
  );
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
    `the deployed task definition has changed: run ${attempt} to apply it`,
    now,
  );
  return true;
}
