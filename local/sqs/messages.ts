import { type Clock, DrivenClock } from '../clock';
import { inputs, members, optionalNumber, requiredText } from '../gateway/input';
import { AwsError, type Input, type Operation } from '../service';
import { type Message, md5, type Queue } from './queue';

/** Largest message (SQS guide, message quotas: 1 MiB since August 2025). */
const largestBytes = 1024 * 1024;

/** Members that each operation respects. */
export const messageMembers = {
  SendMessage: ['QueueUrl', 'MessageBody', 'DelaySeconds', 'MessageAttributes'],
  SendMessageBatch: ['QueueUrl', 'Entries'],
  DeleteMessage: ['QueueUrl', 'ReceiptHandle'],
  DeleteMessageBatch: ['QueueUrl', 'Entries'],
  ChangeMessageVisibility: ['QueueUrl', 'ReceiptHandle', 'VisibilityTimeout'],
  ChangeMessageVisibilityBatch: ['QueueUrl', 'Entries'],
  ReceiveMessage: [
    'QueueUrl',
    'MaxNumberOfMessages',
    'VisibilityTimeout',
    'WaitTimeSeconds',
    'AttributeNames',
    'MessageSystemAttributeNames',
    'MessageAttributeNames',
  ],
};

/** Send, receive, delete and change visibility, each for one message and for a batch. */
export function messageOperations(clock: Clock, at: (input: Input) => Queue): Record<string, Operation> {
  function send(queue: Queue, input: Input) {
    const body = requiredText(input, 'MessageBody');
    const largest = Number(queue.attributes['MaximumMessageSize'] ?? largestBytes);
    if (Buffer.byteLength(body) > largest)
      throw new AwsError('InvalidParameterValue', `the message is longer than ${largest} bytes`);
    const delay = optionalNumber(input, 'DelaySeconds') ?? Number(queue.attributes['DelaySeconds'] ?? 0);
    const message = queue.send(body, delay, members(input, 'MessageAttributes'));
    return { MessageId: message.id, MD5OfMessageBody: md5(body) };
  }

  function remove(queue: Queue, input: Input): object {
    // A used receipt deletes nothing, and is not an error.
    queue.delete(requiredText(input, 'ReceiptHandle'));
    return {};
  }

  function hide(queue: Queue, input: Input): object {
    const seconds = optionalNumber(input, 'VisibilityTimeout') ?? 0;
    if (!queue.changeVisibility(requiredText(input, 'ReceiptHandle'), seconds))
      throw new AwsError('ReceiptHandleIsInvalid', 'no message in this queue has the receipt handle');
    return {};
  }

  async function receive(queue: Queue, input: Input): Promise<readonly Message[]> {
    const most = optionalNumber(input, 'MaxNumberOfMessages') ?? 1;
    if (most < 1 || most > 10)
      throw new AwsError('InvalidParameterValue', `MaxNumberOfMessages is ${most}; 1 to 10 are allowed`);
    const { attributes } = queue;
    const hidden =
      optionalNumber(input, 'VisibilityTimeout') ?? Number(attributes['VisibilityTimeout'] ?? 30);
    const wait =
      optionalNumber(input, 'WaitTimeSeconds') ?? Number(attributes['ReceiveMessageWaitTimeSeconds'] ?? 0);
    const until = Date.now() + Math.min(20, wait) * 1000;
    for (;;) {
      const taken = queue.receive(most, hidden);
      const left = until - Date.now();
      if (taken.length > 0 || left <= 0 || clock instanceof DrivenClock) return taken;
      await queue.arrival(left);
      if (Date.now() < until && queue.counts().visible === 0) return [];
    }
  }

  return {
    SendMessage: (input) => send(at(input), input),
    SendMessageBatch: (input) => batch(input, (entry) => send(at(input), entry)),
    DeleteMessage: (input) => remove(at(input), input),
    DeleteMessageBatch: (input) => batch(input, (entry) => remove(at(input), entry)),
    ChangeMessageVisibility: (input) => hide(at(input), input),
    ChangeMessageVisibilityBatch: (input) => batch(input, (entry) => hide(at(input), entry)),
    ReceiveMessage: async (input) => {
      const messages = await receive(at(input), input);
      return messages.length === 0 ? {} : { Messages: messages.map(render) };
    },
  };
}

function render(message: Message) {
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    Body: message.body,
    MD5OfBody: md5(message.body),
    MessageAttributes: Object.keys(message.attributes).length === 0 ? undefined : message.attributes,
    Attributes: {
      SentTimestamp: String(message.sentAt),
      ApproximateReceiveCount: String(message.receiveCount),
      ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
    },
  };
}

/** Runs `one` for each entry. An entry that fails does not fail the batch. */
function batch(input: Input, one: (entry: Input) => object) {
  const entries = inputs(input, 'Entries');
  if (entries.length === 0) throw new AwsError('EmptyBatchRequest', 'the batch has no entries');
  if (entries.length > 10)
    throw new AwsError(
      'TooManyEntriesInBatchRequest',
      `the batch has ${entries.length} entries; at most 10 are allowed`,
    );
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const entry of entries) {
    const Id = requiredText(entry, 'Id');
    try {
      Successful.push({ Id, ...one(entry) });
    } catch (cause) {
      if (!(cause instanceof AwsError)) throw cause;
      Failed.push({ Id, SenderFault: true, Code: cause.code, Message: cause.message });
    }
  }
  return { Successful, Failed };
}
