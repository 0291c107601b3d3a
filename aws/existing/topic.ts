import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import type { DescribedTopic } from '../../core/checks/existing/described';
import { errorName, toRunError } from '../errors';

/** Describes a topic that others own. Undefined if it does not exist. */
export async function describeTopic(
  arn: string,
  client = new SNSClient({}),
): Promise<DescribedTopic | undefined> {
  try {
    const { Attributes = {} } = await client.send(new GetTopicAttributesCommand({ TopicArn: arn }));
    return { arn, policy: Attributes['Policy'] ?? '' };
  } catch (error) {
    if (['NotFound', 'NotFoundException'].includes(errorName(error))) return undefined;
    throw toRunError(error, `reading the topic ${arn}`);
  }
}
