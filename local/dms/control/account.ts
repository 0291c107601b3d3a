import { z } from 'zod';
import type { Operation } from '../../service';
import type { DmsParts } from './dms-parts';
import { operation } from './operation';

/** Quotas of an account and region (user guide, "Quotas"), and their use. */
export function accountOperations({ context, resources }: DmsParts): Readonly<Record<string, Operation>> {
  return {
    DescribeAccountAttributes: operation(z.strictObject({}), () => ({
      AccountQuotas: [
        quota('ReplicationInstances', resources.instances.size, 60),
        quota('ReplicationSubnetGroups', resources.subnetGroups.size, 60),
        quota('Endpoints', resources.endpoints.size, 1000),
        quota('ReplicationTasks', resources.tasks.size, 600),
      ],
      UniqueAccountIdentifier: `dms-${context.account}-${context.region}`,
    })),
  };
}

const quota = (name: string, used: number, max: number) => ({ AccountQuotaName: name, Used: used, Max: max });
