import { arnOf, type NeedsCall, type NeedsTable, named, onAnything, onResource, type Row } from './need';

/** By URL, or by name where the operation takes one. */
const queue = ({ input, facts }: NeedsCall): string => {
  const given = named(input, 'QueueUrl', 'QueueName');
  return arnOf(facts, 'sqs', given.slice(given.lastIndexOf('/') + 1));
};

/** A batch is allowed by the action of one message. */
function batch(action: string): Row {
  return (call) => [{ action, resource: queue(call) }];
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html */
export const sqsNeeds: NeedsTable = {
  ...onAnything('sqs', 'ListQueues'),
  ...onResource(
    'sqs',
    queue,
    'ChangeMessageVisibility',
    'CreateQueue',
    'DeleteMessage',
    'DeleteQueue',
    'GetQueueAttributes',
    'GetQueueUrl',
    'PurgeQueue',
    'ReceiveMessage',
    'SendMessage',
    'SetQueueAttributes',
  ),
  SendMessageBatch: batch('sqs:SendMessage'),
  DeleteMessageBatch: batch('sqs:DeleteMessage'),
  ChangeMessageVisibilityBatch: batch('sqs:ChangeMessageVisibility'),
};

const topic = ({ input }: NeedsCall): string => named(input, 'TopicArn', 'TargetArn');

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html */
export const snsNeeds: NeedsTable = {
  ...onAnything('sns', 'ListTopics', 'Unsubscribe'),
  ...onResource(
    'sns',
    topic,
    'DeleteTopic',
    'GetTopicAttributes',
    'ListSubscriptionsByTopic',
    'Publish',
    'SetTopicAttributes',
  ),
  CreateTopic: ({ input, facts }) => [
    { action: 'sns:CreateTopic', resource: arnOf(facts, 'sns', named(input, 'Name')) },
  ],
  Subscribe: (call) => [
    {
      action: 'sns:Subscribe',
      resource: topic(call),
      context: {
        'sns:protocol': named(call.input, 'Protocol'),
        'sns:endpoint': named(call.input, 'Endpoint'),
      },
    },
  ],
};
