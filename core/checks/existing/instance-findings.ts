import type { ExistingInstancePlan } from '../../planning/existing/instance-plan';
import type { CheckFinding } from '../report/check-report';
import { configFix, finding } from '../report/finding';
import { existingInstance } from './definitions';
import type { DescribedInstance } from './described';

/**
 * Problems of an existing replication instance. `vpcId`: existing VPC of Lakeferry's functions. `described`: the instance, if DMS
 * knows it.
 */
export function instanceFindings(
  { arn, identifier }: ExistingInstancePlan,
  vpcId: string | undefined,
  described: DescribedInstance | undefined,
): readonly CheckFinding[] {
  if (described === undefined)
    return [
      finding(existingInstance, `DMS knows no replication instance ${arn} in this account and region`, {
        fix: configFix('arn: <ARN that aws dms describe-replication-instances shows>'),
      }),
    ];
  return [
    ...(described.identifier === identifier
      ? []
      : [
          finding(
            existingInstance,
            `the ReplicationInstanceIdentifier of ${arn} is ${described.identifier}, and not ${identifier}`,
            { fix: configFix(`identifier: ${described.identifier}`) },
          ),
        ]),
    ...(described.status === 'available'
      ? []
      : [finding(existingInstance, `${identifier} is ${described.status}, and not available`)]),
    ...(described.vpcId === undefined || vpcId === described.vpcId
      ? []
      : [
          finding(
            existingInstance,
            `${identifier} is in ${described.vpcId}, and Lakeferry’s functions are in ${vpcId ?? 'a VPC of their own'}: each needs its own route to the databases`,
            vpcId !== undefined
              ? { severity: 'warning' }
              : { severity: 'warning', fix: configFix(`network: {vpc-id: ${described.vpcId}, ...}`) },
          ),
        ]),
  ];
}
