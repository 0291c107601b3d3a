import type { Grant, GrantTargets } from './grant';

/**
 * Publishing to a topic that its owner encrypts needs the owner's key. Any key, but only through SNS, where the grant to publish
 * limits it to the topics that channels name.
 */
export function encryptForTopics(
  t: Pick<GrantTargets, 'keysArn' | 'region'>,
  topicArns: readonly string[],
): readonly Grant[] {
  if (topicArns.length === 0) return [];
  return [
    {
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [t.keysArn],
      conditions: { StringEquals: { 'kms:ViaService': `sns.${t.region}.amazonaws.com` } },
    },
  ];
}
