import type { LoadInbox } from '../../aws/platform';
import type { DeployedEnvironment } from '../environments/deployed-environment';
import { unknownName } from '../use-case-error';

/** Inbox of a deployed load. Throws for a name that is not one. */
export async function inboxOf(
  { deployment, platform }: Pick<DeployedEnvironment, 'deployment' | 'platform'>,
  load: string,
): Promise<LoadInbox> {
  const inbox = await deployment.load(platform.environment, load);
  if (inbox === undefined) throw unknownName('load', load, await deployment.loadKeys(platform.environment));
  return inbox;
}
