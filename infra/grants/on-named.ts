import { dryRunContext } from '../../core/checks/existing/described';
import type { Grant, GrantTargets } from './grant';
import { describeResources, testConnections } from './on-tasks';

/** Reads what others own and the configuration names, and has DMS test connections with it. Changes nothing. */
export function checkNamed(t: GrantTargets): readonly Grant[] {
  const inDms = [...t.namedInstanceArns, ...t.namedEndpointArns];
  const keys = [...new Set([...t.stagingKeyArns, ...t.lakeKeyArns])];
  return [
    // Also Lakeferry's own endpoints, from an instance that is named.
    ...(inDms.length === 0 ? [] : [describeResources, ...testConnections(t)]),
    ...on(t.namedStagingBucketArns, 's3:ListBucket', 's3:GetBucketNotification', 's3:GetBucketVersioning'),
    ...on(t.namedLakeBucketArns, 's3:ListBucket', 's3:GetEncryptionConfiguration'),
    ...on(t.namedAlertsTopicArns, 'sns:GetTopicAttributes'),
    ...on(keys, 'kms:DescribeKey'),
    ...on(keys, 'kms:GenerateDataKey', 'kms:Decrypt').map((grant) => ({ ...grant, conditions: dryRuns })),
  ];
}

/** IAM has no condition for dry runs. With this one, no object of S3 can be decrypted. */
const dryRuns = {
  StringEquals: Object.fromEntries(
    Object.entries(dryRunContext).map(([name, value]) => [`kms:EncryptionContext:${name}`, value]),
  ),
};

function on(resources: readonly string[], ...actions: readonly string[]): readonly Grant[] {
  return resources.length === 0 ? [] : [{ actions, resources }];
}
