import { setTimeout as sleep } from 'node:timers/promises';
import { environmentText } from '../../application/configuration/environment-texts';
import {
  type DeployedEnvironment,
  openEnvironment,
} from '../../application/environments/deployed-environment';
import { payPerRequest } from '../../application/environments/pay-per-request';
import { payBeforeRequests } from '../../aws/dms/count-calls';
import type { Invocation } from '../command/invocation';
import { CommandError, wrongUse } from '../errors/exit-codes';
import { readConfigFiles } from './config-files';
import { clientEnvironment, isRunning, type LocalCloudAddress, readAddress } from './local-cloud-address';

/** Opens the environment of --environment, in AWS or in the local cloud, and says which cloud that is. */
export async function connect(invocation: Invocation): Promise<DeployedEnvironment> {
  return (await connectTo(invocation)).environment;
}

/** As `connect`, with the name of the cloud for people, such as `AWS, eu-west-1`. */
export async function connectTo(
  invocation: Invocation,
): Promise<{ readonly environment: DeployedEnvironment; readonly cloud: string }> {
  const { shell, options } = invocation;
  const cloud = chooseCloud(invocation);
  if (!options.json) shell.remark(cloud);
  const environment = await openEnvironment(options.environment, namePrefixOf(invocation));
  const payer = {
    now: () => new Date(),
    sleep,
    onWait: (seconds: number) =>
      shell.remark(`waiting ${seconds} s: runs have used up the DMS requests that Lakeferry may make`),
  };
  payBeforeRequests(payPerRequest(environment.history, payer));
  return { environment, cloud: cloud.replace(/^cloud: /, '') };
}

/** Sets the cloud of the SDK clients of this process, as the environment variables say. Returns its name for people. */
function chooseCloud(invocation: Invocation): string {
  const { shell, options } = invocation;
  const endpoint = shell.env['AWS_ENDPOINT_URL'];
  if (endpoint !== undefined) {
    const own = options.environment === 'local' ? readAddress(shell.workingFolder) : undefined;
    const hint =
      own === undefined || own.url === endpoint
        ? ''
        : `; the local cloud of this folder is ${own.url}: unset AWS_ENDPOINT_URL to use it`;
    return `cloud: ${endpoint} (AWS_ENDPOINT_URL)${hint}`;
  }
  if (options.environment === 'local') {
    const address = runningCloud(shell.workingFolder);
    useLocalCloud(address);
    return `cloud: ${address.url}, the local cloud of this folder (process ${address.pid})`;
  }
  const region = shell.env['AWS_REGION'] ?? textOfFile(invocation, 'region');
  if (region !== undefined) process.env['AWS_REGION'] = region;
  const profile = shell.env['AWS_PROFILE'];
  return `cloud: AWS${region === undefined ? '' : `, ${region}`}${profile === undefined ? '' : `, profile ${profile}`}`;
}

/** Start of the environment's names, by its file. LAKEFERRY_NAME_PREFIX takes precedence; empty: none. */
export function namePrefixOf(invocation: Invocation): string | undefined {
  const given = invocation.shell.env['LAKEFERRY_NAME_PREFIX'];
  return given === undefined ? textOfFile(invocation, 'name-prefix') : given || undefined;
}

/** Undefined where no file names it. */
function textOfFile(
  { shell, options: { config, environment } }: Invocation,
  key: 'name-prefix' | 'region',
): string | undefined {
  try {
    return environmentText(readConfigFiles(shell, config), environment, key);
  } catch (error) {
    if (error instanceof CommandError) return undefined;
    throw error;
  }
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
