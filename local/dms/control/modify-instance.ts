import { z } from 'zod';
import type { Operation } from '../../service';
import { checkArn } from './arn';
import type { DmsParts } from './dms-parts';
import { assertUpgrade } from './engine-versions';
import { invalidState } from './faults';
import { Identifier, operation, optional } from './operation';
import type { Instance } from './resources';

const text = optional(z.string());
const flag = optional(z.boolean());

/**
 * ModifyReplicationInstance. Changes take effect at once, as with ApplyImmediately; without it they would wait for a maintenance
 * window, which the local cloud does not have.
 */
export function modifyInstance(
  { resources, timings, after }: DmsParts,
  view: (instance: Instance) => unknown,
): Operation {
  return operation(
    z.strictObject({
      ReplicationInstanceArn: z.string(),
      ReplicationInstanceIdentifier: optional(Identifier.max(63)),
      ReplicationInstanceClass: text,
      AllocatedStorage: optional(z.number().int().min(5).max(6144)),
      ApplyImmediately: flag,
      VpcSecurityGroupIds: optional(z.array(z.string())),
      PreferredMaintenanceWindow: text,
      MultiAZ: flag,
      EngineVersion: text,
      AllowMajorVersionUpgrade: flag,
      AutoMinorVersionUpgrade: flag,
    }),
    ({ ReplicationInstanceArn, ApplyImmediately, AllowMajorVersionUpgrade, ...changes }) => {
      const instance = resources.instance(checkArn(ReplicationInstanceArn));
      if (instance.status !== 'available')
        throw invalidState(
          `Replication instance ${instance.identifier} is ${instance.status}, not available`,
        );
      if (ApplyImmediately !== true)
        throw invalidState(
          'changes that wait for the maintenance window are not supported by the local cloud',
        );
      const { EngineVersion: version } = changes;
      if (version !== undefined)
        assertUpgrade(String(instance.shown['EngineVersion']), version, AllowMajorVersionUpgrade === true);
      const { ReplicationInstanceIdentifier: identifier, VpcSecurityGroupIds: groups, ...shown } = changes;
      instance.identifier = identifier?.toLowerCase() ?? instance.identifier;
      instance.shown = {
        ...instance.shown,
        ...Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== undefined)),
        ...(groups === undefined
          ? {}
          : { VpcSecurityGroups: groups.map((id) => ({ VpcSecurityGroupId: id, Status: 'active' })) }),
      };
      instance.status = 'modifying';
      after(timings.instance, () => {
        if (instance.status === 'modifying') instance.status = 'available';
      });
      return { ReplicationInstance: view(instance) };
    },
  );
}
