import type { Grant, GrantTargets } from './grant';
import { describeResources, testConnections } from './on-tasks';

/** Reads what others own and the configuration names, and has DMS test connections with it. Changes nothing. */
export function checkNamed(t: GrantTargets): readonly Grant[] {
  const inDms = [...t.namedInstanceArns, ...t.namedEndpointArns];
  return [
    // Also Lakeferry's own endpoints, from an instance that is named.
    ...(inDms.length === 0 ? [] : [describeResources, ...testConnections(t)]),
    ...on(t.namedStagingBucketArns, 's3:ListBucket', 's3:GetBucketNotification', 's3:GetBucketVersioning'),
    ...on(t.namedLakeBucketArns, 's3:ListBucket', 's3:GetEncryptionConfiguration'),
    ...on(t.namedAlertsTopicArns, 'sns:GetTopicAttributes'),
  ];
}

function on(resources: readonly string[], ...actions: readonly string[]): readonly Grant[] {
  return resources.length === 0 ? [] : [{ actions, resources }];
}
