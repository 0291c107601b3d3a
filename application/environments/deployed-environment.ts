import { createExecutions, type Executions } from '../../aws/executions';
import { platformStacksOf } from '../../aws/cloudformation/platform-stacks';
import { createHistory, type History } from '../../aws/history/history';
import { createDeployment, type Deployment, type Platform } from '../../aws/platform';
import { platformStackName } from '../../core/model/environment-names';
import { UseCaseError } from '../use-case-error';

/** A deployed environment and the adapters that read and change it. */
export interface DeployedEnvironment {
  readonly platform: Platform;
  readonly deployment: Deployment;
  readonly history: History;
  readonly executions: Executions;
}

/** Finds the platform stack of an environment, by its names, in the account and region of the process. */
export async function openEnvironment(name: string, namePrefix?: string): Promise<DeployedEnvironment> {
  const deployment = createDeployment({}, namePrefix);
  const platform = await deployment.platform(name);
  if (platform === undefined) {
    const stack = platformStackName({ name, namePrefix });
    const others = await platformStacksOf(name);
    throw new UseCaseError({ kind: 'environment-not-deployed', environment: name, stack, others });
  }
  return {
    platform,
    deployment,
    history: createHistory({ tableName: platform.historyTableName }),
    executions: createExecutions(),
  };
}
