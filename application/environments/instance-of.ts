import type { Platform } from '../../aws/platform';

/** Identifier of the replication instance. Platforms of earlier versions have their own. */
export function instanceOf({
  environment,
  instanceIdentifier,
}: Pick<Platform, 'environment' | 'instanceIdentifier'>): string {
  return instanceIdentifier ?? `lakeferry-${environment}`;
}
