import type { Metric } from '../cloudwatch/metrics';
import { optionalNumber, optionalText, requiredText, textList, texts } from '../gateway/input';
import { cutPage } from '../gateway/paging';
import { newUuid } from '../new-uuid';
import { withKnownMembers } from '../known-members';
import { applyAttributes, refusePolicy } from '../resource-attributes';
import {
  AwsError,
  type CloudContext,
  type Input,
  type JsonService,
  type SetResourcePolicy,
} from '../service';
import { KeptQueues } from './kept-queues';
import { messageMembers, messageOperations } from './messages';
import { moveTaskMembers, moveTaskOperations } from './move-tasks';
import { Queue, type Redrive } from './queue';
import { queueMetrics } from './queue-metrics';

export interface LocalSqs extends JsonService {
  create(name: string, attributes?: Readonly<Record<string, string>>): Queue;
  /** Creates a queue. An existing queue gets the attributes instead of its own. */
  deploy(name: string, attributes: Readonly<Record<string, string>>): Queue;
  /** Finds a queue by ARN, URL or name. */
  find(arnUrlOrName: string): Queue | undefined;
  arn(queue: Queue): string;
  url(queue: Queue): string;
  remove(name: string): void;
  /** Metrics for CloudWatch: the present number of messages, if the time is within. */
  metrics(from: Date, to: Date): readonly Metric[];
  /**
   * Sends a message as another service does. Attributes are strings. Throws when the queue does not exist.
   */
  deliver(arn: string, body: string, attributes: Readonly<Record<string, string>>): void;
  /** Ends all long polls. */
  stop(): Promise<void>;
}

/** Attributes that a call can set. Encryption has no effect that a client could see. */
const settable = [
  'DelaySeconds',
  'KmsDataKeyReusePeriodSeconds',
  'KmsMasterKeyId',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'RedrivePolicy',
  'SqsManagedSseEnabled',
  'VisibilityTimeout',
];
/** Members that each operation respects. A received message has all its attributes, whatever is asked for. */
const members = {
  CreateQueue: ['QueueName', 'Attributes'],
  DeleteQueue: ['QueueUrl'],
  GetQueueUrl: ['QueueName', 'QueueOwnerAWSAccountId'],
  ListQueues: ['QueueNamePrefix', 'MaxResults', 'NextToken'],
  GetQueueAttributes: ['QueueUrl', 'AttributeNames'],
  SetQueueAttributes: ['QueueUrl', 'Attributes'],
  PurgeQueue: ['QueueUrl'],
  ...messageMembers,
  ...moveTaskMembers,
};
/** From the query API of SQS (API reference 2012-11-05, Errors). */
const queryErrors = {
  ...Object.fromEntries(
    ['EmptyBatchRequest', 'TooManyEntriesInBatchRequest', 'UnsupportedOperation'].map((name) => [
      name,
      `AWS.SimpleQueueService.${name}`,
    ]),
  ),
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
};
const attributeCodes = { name: 'InvalidAttributeName', value: 'InvalidAttributeValue' };

/** Standard queues of SQS. `endpoint` returns the gateway's address once it is known. */
export function createSqs(
  context: CloudContext,
  endpoint: () => string,
  setPolicy: SetResourcePolicy = refusePolicy,
): LocalSqs {
  const kept = new KeptQueues(context);
  const uuid = (): string => newUuid(context);
  const found = kept.found();
  const queues = new Map(
    found.map((queue) => [
      queue.name,
      new Queue(queue.name, context.clock, kept.keeper(queue.name), queue, uuid),
    ]),
  );
  for (const { name, attributes } of found) {
    const queue = queues.get(name);
    if (queue !== undefined)
      Object.assign(queue, { attributes, redrive: redriveOf(attributes['RedrivePolicy']) });
    if (attributes['Policy'] !== undefined && queue !== undefined)
      setPolicy(arn(queue), attributes['Policy']);
  }

  function arn(queue: Queue): string {
    return `arn:aws:sqs:${context.region}:${context.account}:${queue.name}`;
  }
  function url(queue: Queue): string {
    return `${endpoint()}/${context.account}/${queue.name}`;
  }
  function find(arnUrlOrName: string): Queue | undefined {
    return queues.get(
      arnUrlOrName.slice(Math.max(arnUrlOrName.lastIndexOf('/'), arnUrlOrName.lastIndexOf(':')) + 1),
    );
  }
  function at(input: Input): Queue {
    const given = requiredText(input, 'QueueUrl');
    // By its last part alone, as permissions read it.
    const queue = queues.get(given.slice(given.lastIndexOf('/') + 1));
    if (queue === undefined) throw noSuchQueue(given);
    return queue;
  }

  /** Undefined for an empty policy, and when the dead-letter queue does not exist. */
  function redriveOf(policy: string | undefined): Redrive | undefined {
    const parsed: Input = policy === undefined || policy === '' ? {} : JSON.parse(policy);
    const to = find(String(parsed['deadLetterTargetArn'] ?? ''));
    return to === undefined
      ? undefined
      : { to, maxReceiveCount: optionalNumber(parsed, 'maxReceiveCount') ?? 10 };
  }

  /** Refused attributes are not kept. */
  function setAttributes(queue: Queue, attributes: Readonly<Record<string, string>>): void {
    const policy = attributes['RedrivePolicy'];
    const redrive = redriveOf(policy);
    if (policy !== undefined && policy !== '' && redrive === undefined)
      throw new AwsError('InvalidParameterValue', `the dead-letter queue of ${policy} does not exist`);
    applyAttributes(arn(queue), attributes, settable, attributeCodes, setPolicy);
    queue.attributes = { ...queue.attributes, ...attributes };
    if (policy !== undefined) queue.redrive = redrive;
    kept.put(queue);
  }

  function create(name: string, attributes: Readonly<Record<string, string>> = {}): Queue {
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(name))
      throw new AwsError(
        'InvalidParameterValue',
        `"${name}" is not the name of a standard queue: 1 to 80 letters, digits, hyphens and underscores`,
      );
    const present = queues.get(name);
    if (present !== undefined) return present;
    const queue = new Queue(name, context.clock, kept.keeper(name), undefined, uuid);
    setAttributes(queue, attributes);
    queues.set(name, queue);
    return queue;
  }

  function deploy(name: string, attributes: Readonly<Record<string, string>>): Queue {
    const queue = create(name);
    const { attributes: former, redrive } = queue;
    // A policy that a call has set is not of the queue's own template resource, and stays.
    const { Policy } = former;
    Object.assign(queue, { attributes: Policy === undefined ? {} : { Policy }, redrive: undefined });
    try {
      setAttributes(queue, attributes);
    } catch (cause) {
      Object.assign(queue, { attributes: former, redrive });
      throw cause;
    }
    return queue;
  }

  function remove(name: string): void {
    const queue = queues.get(name);
    if (queue?.attributes['Policy'] !== undefined) setPolicy(arn(queue), '');
    queues.delete(name);
    kept.delete(name);
  }

  function allAttributes(queue: Queue): Record<string, string> {
    const { visible, hidden, delayed } = queue.counts();
    const created = String(Math.floor(queue.createdAt.getTime() / 1000));
    return {
      VisibilityTimeout: '30',
      MessageRetentionPeriod: '345600',
      DelaySeconds: '0',
      ReceiveMessageWaitTimeSeconds: '0',
      ...queue.attributes,
      QueueArn: arn(queue),
      CreatedTimestamp: created,
      ApproximateNumberOfMessages: String(visible),
      ApproximateNumberOfMessagesNotVisible: String(hidden),
      ApproximateNumberOfMessagesDelayed: String(delayed),
    };
  }

  return {
    protocol: 'json-1.0',
    name: 'sqs',
    targetPrefix: 'AmazonSQS',
    queryErrors,
    create,
    deploy,
    find,
    arn,
    url,
    deliver(queueArn, body, attributes) {
      const queue = find(queueArn);
      // A queue of another region or account is not here, whatever its name is.
      if (queue === undefined || arn(queue) !== queueArn) throw noSuchQueue(queueArn);
      const typed = Object.entries(attributes).map(([name, StringValue]) => [
        name,
        { DataType: 'String', StringValue },
      ]);
      queue.send(body, 0, Object.fromEntries(typed));
    },
    remove,
    metrics: (from, to) => queueMetrics(queues.values(), context.clock.now(), from, to),
    stop: async () => {
      for (const queue of queues.values()) queue.release();
    },
    operations: withKnownMembers('sqs', 'InvalidParameterValue', members, {
      CreateQueue: (input) => ({
        QueueUrl: url(create(requiredText(input, 'QueueName'), texts(input, 'Attributes'))),
      }),
      DeleteQueue: (input) => remove(at(input).name),
      GetQueueUrl(input) {
        const queue = queues.get(requiredText(input, 'QueueName'));
        if (queue === undefined) throw noSuchQueue(requiredText(input, 'QueueName'));
        return { QueueUrl: url(queue) };
      },
      ListQueues(input) {
        const prefix = String(input['QueueNamePrefix'] ?? '');
        const found = [...queues.values()].filter((queue) => queue.name.startsWith(prefix));
        const size = optionalNumber(input, 'MaxResults') ?? 1000;
        const { page, nextToken } = cutPage(found, size, optionalText(input, 'NextToken'));
        return { QueueUrls: page.map(url), NextToken: nextToken };
      },
      GetQueueAttributes(input) {
        const attributes = allAttributes(at(input));
        const wanted = textList(input, 'AttributeNames');
        const kept = Object.entries(attributes).filter(
          ([name]) => wanted.includes('All') || wanted.includes(name),
        );
        return { Attributes: Object.fromEntries(kept) };
      },
      SetQueueAttributes: (input) => setAttributes(at(input), texts(input, 'Attributes')),
      PurgeQueue: (input) => at(input).purge(),
      ...messageOperations(context.clock, at),
      ...moveTaskOperations(context.clock, queues, arn),
    }),
  };
}

function noSuchQueue(queue: string): AwsError {
  return new AwsError('QueueDoesNotExist', `the queue ${queue} does not exist`);
}
