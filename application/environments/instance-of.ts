import type { Platform } from '../../aws/platform';
import { namedEnvironment, platformName } from '../../core/model/environment-names';

/** Identifier of the replication instance. Platforms of earlier versions have their own. */
export function instanceOf(
  platform: Pick<Platform, 'environment' | 'namePrefix' | 'instanceIdentifier'>,
): string {
  return platform.instanceIdentifier ?? platformName(namedEnvironment(platform));
}
