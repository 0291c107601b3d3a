import { createExecutions, type Executions } from '../../aws/executions';
import { createHistory, type History } from '../../aws/history/history';
import { createDeployment, type Deployment, type Platform } from '../../aws/platform';
import { UseCaseError } from '../use-case-error';

/** A deployed environment and the adapters that read and change it. */
export interface DeployedEnvironment {
  readonly platform: Platform;
  readonly deployment: Deployment;
  readonly history: History;
  readonly executions: Executions;
}

/** Finds the platform stack of an environment in the account and region of the process. */
export async function openEnvironment(name: string): Promise<DeployedEnvironment> {
  const deployment = createDeployment();
  const platform = await deployment.platform(name);
  if (platform === undefined) throw new UseCaseError({ kind: 'environment-not-deployed', environment: name });
  return {
    platform,
    deployment,
    history: createHistory({ tableName: platform.historyTableName }),
    executions: createExecutions(),
  };
}
