import {
  type DeployedEnvironment,
  openEnvironment,
} from '../../application/environments/deployed-environment';
import type { Invocation } from '../command/invocation';
import { wrongUse } from '../errors/exit-codes';
import { clientEnvironment, isRunning, type LocalCloudAddress, readAddress } from './local-cloud-address';

/** Opens the environment of --environment, in AWS or in the local cloud, as the environment variables say. */
export async function connect({ shell, options }: Invocation): Promise<DeployedEnvironment> {
  if (options.environment === 'local' && shell.env['AWS_ENDPOINT_URL'] === undefined)
    useLocalCloud(runningCloud(shell.workingFolder));
  return openEnvironment(options.environment);
}

/** Points every SDK client of this process at the local cloud, whatever the environment variables named before. */
export function useLocalCloud(address: LocalCloudAddress): void {
  // An endpoint for one service, a profile or a session would take precedence.
  for (const name of Object.keys(process.env))
    if (name.startsWith('AWS_ENDPOINT_URL_') || precedent.includes(name)) delete process.env[name];
  Object.assign(process.env, clientEnvironment(address));
}

const precedent = ['AWS_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'];

/** Returns the cloud that was started in this folder. Throws when there is none, or when its process ended. */
export function runningCloud(workingFolder: string): LocalCloudAddress {
  const address = readAddress(workingFolder);
  if (address === undefined)
    throw wrongUse(`no local cloud runs in ${workingFolder}`, {
      fix: 'start one with "lakeferry local up", or name another environment with --environment',
    });
  if (!isRunning(address.pid))
    throw wrongUse(`the local cloud at ${address.url} ended (process ${address.pid})`, {
      fix: 'start it again with "lakeferry local up"',
    });
  return address;
}
