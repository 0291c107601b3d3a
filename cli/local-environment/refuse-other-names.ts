import type { LocalCloud } from '@lakeferry/local-cloud';
import { platformStacksAt } from '../../aws/cloudformation/platform-stacks';
import { type NamedEnvironment, platformStackName } from '../../core/model/environment-names';
import { wrongUse } from '../errors/exit-codes';

/** Refuses a deployment that would make a second environment beside the one that the local cloud has. */
export async function refuseOtherNames(
  {
    url,
    region,
    operatorCredentials: credentials,
  }: Pick<LocalCloud, 'url' | 'region' | 'operatorCredentials'>,
  environment: NamedEnvironment,
): Promise<void> {
  const own = platformStackName(environment);
  const deployed = await platformStacksAt({ url, region, credentials }, environment.name);
  const [other] = deployed;
  if (other === undefined || deployed.includes(own)) return;
  throw wrongUse(
    `the files would deploy ${own} beside ${other}: the name-prefix of an environment cannot change`,
    { fix: 'write the earlier name-prefix, or start a new local cloud with "lakeferry local up"' },
  );
}
