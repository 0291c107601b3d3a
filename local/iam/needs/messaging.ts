import { arnOf, type NeedsCall, type NeedsTable, named, onAnything, onResource, type Row } from './need';

const queue = ({ input, facts }: NeedsCall): string => {
  const url = named(input, 'QueueUrl');
  return arnOf(facts, 'sqs', url.slice(url.lastIndexOf('/') + 1));
};

const queueByName = ({ input, facts }: NeedsCall): string => arnOf(facts, 'sqs', named(input, 'QueueName'));

/** A batch needs the permission of a single message. */
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
    'DeleteMessage',
    'DeleteQueue',
    'GetQueueAttributes',
    'PurgeQueue',
    'ReceiveMessage',
    'SendMessage',
    'SetQueueAttributes',
  ),
  ...onResource('sqs', queueByName, 'CreateQueue', 'GetQueueUrl'),
  SendMessageBatch: batch('sqs:SendMessage'),
  DeleteMessageBatch: batch('sqs:DeleteMessage'),
  ChangeMessageVisibilityBatch: batch('sqs:ChangeMessageVisibility'),
};

const topic = ({ input }: NeedsCall): string => named(input, 'TopicArn', 'TargetArn');

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html */
export const snsNeeds: NeedsTable = {
  ...onAnything('sns', 'ListTopics'),
  // A subscription is not a resource: its topic is, whose ARN its own begins with.
  ...onResource(
    'sns',
    ({ input }) => named(input, 'SubscriptionArn').replace(/^(arn(?::[^:]*){5}):[^:]*$/, '$1'),
    'Unsubscribe',
  ),
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
