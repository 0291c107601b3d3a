import type { Platform } from '../../aws/platform';
import { namedEnvironment, platformName } from '../../core/model/environment-names';
import type { RunRecord } from '../../core/runs/record/run-record';

/**
 * Identifier of the replication instance that a job used last: one that the job or its source names, else that of the environment.
 * Platforms of earlier versions have their own.
 */
export function instanceOf(
  platform: Pick<Platform, 'environment' | 'namePrefix' | 'instanceIdentifier'>,
  endpoints: RunRecord['endpoints'],
): string {
  return (
    endpoints?.replicationInstanceIdentifier ??
    platform.instanceIdentifier ??
    platformName(namedEnvironment(platform))
  );
}
