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

/**
 * A move needs to read the source and to send to the destination (SQS guide, sqs-configure-dead-letter-queue-redrive). Without a
 * destination, that is every queue from which messages came.
 */
const movingMessages: Row = ({ input }) => {
  const source = named(input, 'SourceArn');
  const destination = named(input, 'DestinationArn');
  return [
    { action: 'sqs:StartMessageMoveTask', resource: source },
    ...['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map((action) => ({
      action: `sqs:${action}`,
      resource: source,
    })),
    ...(destination === '*' ? [] : [{ action: 'sqs:SendMessage', resource: destination }]),
  ];
};

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
  StartMessageMoveTask: movingMessages,
  // Handles do not name the queue, so nothing narrower can be asked.
  ...onAnything('sqs', 'CancelMessageMoveTask'),
  ...onResource('sqs', ({ input }) => named(input, 'SourceArn'), 'ListMessageMoveTasks'),
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
    'ConfirmSubscription',
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
