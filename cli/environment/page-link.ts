import type { DeployedEnvironment } from '../../application/environments/deployed-environment';
import { pageUrl } from '../../core/pages/hrefs';
import type { Shell } from '../shell';
import { runningConsole } from './running-console';

/**
 * Address of a page: in the console of this folder that runs for the environment, else at its `console-url`. Undefined: there is
 * neither.
 */
export function pageLink(
  shell: Pick<Shell, 'workingFolder' | 'env'>,
  environment: DeployedEnvironment,
  href: string,
): string | undefined {
  const base = runningConsole(shell, environment) ?? environment.platform.consoleUrl;
  return base === undefined ? undefined : pageUrl(base, href);
}
