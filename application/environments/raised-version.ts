import { createPlatformPlans, type PlatformPlans } from '../../aws/deployed/platform-plan';
import { instanceVersion } from '../../aws/dms/instance-version';
import { isNewerVersion } from '../../core/model/engine-versions';
import { namedEnvironment } from '../../core/model/environment-names';
import type { ReplicationInstancePlan } from '../../core/planning/existing/instance-plan';
import type { DeployedEnvironment } from './deployed-environment';

/** Engine version that DMS raised by itself, and the older one that was deployed. */
export interface RaisedVersion {
  readonly engineVersion: string;
  readonly deployed: string;
}

export interface VersionPorts {
  readonly platform: PlatformPlans;
  /** Engine version that the replication instance has. */
  readonly engineVersion: () => Promise<string | undefined>;
}

export function versionPorts({ platform }: Pick<DeployedEnvironment, 'platform'>): VersionPorts {
  const environment = namedEnvironment(platform);
  return {
    platform: createPlatformPlans(environment),
    engineVersion: () => instanceVersion(environment),
  };
}

/**
 * Undefined where the instance has the deployed version. DMS never takes an instance back, so the file has to follow before the
 * next deployment that changes the instance.
 */
export async function raisedVersion(ports: VersionPorts): Promise<RaisedVersion | undefined> {
  const plan = await ports.platform.deployed();
  const deployed = plan === undefined ? undefined : versionOf(plan.environment.replicationInstance);
  if (deployed === undefined) return undefined;
  const engineVersion = await ports.engineVersion();
  return engineVersion !== undefined && isNewerVersion(engineVersion, deployed)
    ? { engineVersion, deployed }
    : undefined;
}

/** Undefined for an instance that others own. */
function versionOf(instance: ReplicationInstancePlan): string | undefined {
  return 'engineVersion' in instance ? instance.engineVersion : undefined;
}
