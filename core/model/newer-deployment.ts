import { isNewerVersion } from './engine-versions';
import { lakeferryVersion } from './lakeferry-version';

/** Deployment by a newer Lakeferry than this one, which would go back with the next deployment. */
export interface NewerDeployment {
  readonly deployedBy: string;
  readonly own: string;
}

/** Undefined where this version, an earlier one, or an unknown one deployed the environment. */
export function newerDeployment(
  deployedBy: string | undefined,
  own: string = lakeferryVersion,
): NewerDeployment | undefined {
  return deployedBy !== undefined && isNewerVersion(deployedBy, own) ? { deployedBy, own } : undefined;
}
