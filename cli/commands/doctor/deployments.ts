import type { DeployedEnvironment } from '../../../application/environments/deployed-environment';
import { holdingDeployments } from '../../../application/environments/holding-deployments';
import { raisedVersion, versionPorts } from '../../../application/environments/raised-version';
import { newerDeployment } from '../../../core/model/newer-deployment';
import { deploymentLines, newerDeploymentLines, raisedVersionLines } from '../../output/deployment-lines';

/** Remarks about deployments that hold tasks and runs, an engine version that DMS raised by itself, and a newer Lakeferry that deployed. */
export async function remarksAboutDeployments(
  environment: DeployedEnvironment,
  now: Date,
  portsOf: typeof versionPorts = versionPorts,
): Promise<readonly string[]> {
  return [
    ...(await orNotChecked('deployments', async () =>
      (await holdingDeployments(environment.history, now)).map(deploymentLines),
    )),
    ...(await orNotChecked('the engine version', async () => {
      const raised = await raisedVersion(portsOf(environment));
      return raised === undefined ? [] : [raisedVersionLines(raised)];
    })),
    ...(await orNotChecked('the version of Lakeferry', async () => {
      const newer = newerDeployment((await portsOf(environment).platform.deployed())?.deployedBy);
      return newer === undefined ? [] : [newerDeploymentLines(newer)];
    })),
  ];
}

async function orNotChecked(
  what: string,
  read: () => Promise<readonly (readonly string[])[]>,
): Promise<readonly string[]> {
  try {
    return (await read()).map((lines) => lines.join('\n'));
  } catch (error) {
    return [`${what} could not be checked: ${error instanceof Error ? error.message : String(error)}`];
  }
}
