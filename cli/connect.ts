import { createExecutions, type Executions } from '../aws/executions';
import { createHistory, type History } from '../aws/history/history';
import { createDeployment, type Deployment, type Platform } from '../aws/platform';
import type { Invocation } from './command';
import { notFound, wrongUse } from './exit-codes';
import { clientEnvironment, isRunning, type LocalCloudAddress, readAddress } from './local-cloud-address';

/** A deployed environment, ready to be asked. */
export interface Connection {
  readonly platform: Platform;
  readonly deployment: Deployment;
  readonly history: History;
  readonly executions: Executions;
}

/** Finds the environment's platform, in AWS or in the local cloud, as the environment variables say. */
export async function connect({ shell, options }: Invocation): Promise<Connection> {
  const endpoint = shell.env['AWS_ENDPOINT_URL'];
  if (options.environment === 'local' && endpoint === undefined) {
    const address = runningCloud(shell.workingFolder);
    useLocalCloud(address);
    return openConnection(options.environment, address.url);
  }
  return openConnection(options.environment, endpoint);
}

/** `endpoint` is for the message only: the SDK finds it in the environment variables. */
export async function openConnection(environment: string, endpoint: string | undefined): Promise<Connection> {
  const deployment = createDeployment();
  const platform = await deployment.platform(environment);
  if (platform === undefined)
    throw notFound(
      `environment "${environment}" is not deployed ${endpoint === undefined ? 'in this account and region' : `at ${endpoint}`}: ` +
        `there is no stack lakeferry-${environment}-platform; docs/deploying.md says how to deploy, --environment names another one`,
    );
  return {
    platform,
    deployment,
    history: createHistory({ tableName: platform.historyTableName }),
    executions: createExecutions(),
  };
}

/** Points every SDK client of this process at the local cloud, whatever else the environment variables named. */
export function useLocalCloud(address: LocalCloudAddress): void {
  // An endpoint for one service, a profile or a session would win over ours.
  for (const name of Object.keys(process.env))
    if (name.startsWith('AWS_ENDPOINT_URL_') || elsewhere.includes(name)) delete process.env[name];
  Object.assign(process.env, clientEnvironment(address));
}

const elsewhere = ['AWS_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'];

/** The cloud that was started in this folder; a CommandError when there is none, or none any more. */
export function runningCloud(workingFolder: string): LocalCloudAddress {
  const address = readAddress(workingFolder);
  if (address === undefined)
    throw wrongUse(
      `the local cloud is not up in ${workingFolder}: start it with "lakeferry local up", ` +
        'or name another environment with --environment',
    );
  if (!isRunning(address.pid))
    throw wrongUse(
      `the local cloud at ${address.url} is gone (its process ${address.pid} ended): start it again with "lakeferry local up"`,
    );
  return address;
}
