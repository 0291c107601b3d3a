import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { cutText } from '../core/cut-text';
import { errorName, toRunError } from './errors';

export interface DeadLetter {
  /** Body of the message, unchanged. */
  readonly body: string;
  readonly reason: string;
}

export interface ReceivedDeadLetter extends DeadLetter {
  readonly receipt: string;
}

export interface DeadLetters {
  /** Sends letters. Returns whether the queue accepted each, in order. */
  send(queue: string, letters: readonly DeadLetter[]): Promise<readonly boolean[]>;
  /** Sends bodies without a reason, as they were first sent. */
  sendAgain(queue: string, bodies: readonly string[]): Promise<readonly boolean[]>;
  /** At most ten letters, hidden from other receivers for `seconds`. */
  receive(queue: string, seconds: number): Promise<readonly ReceivedDeadLetter[]>;
  delete(queue: string, letters: readonly ReceivedDeadLetter[]): Promise<void>;
  /** Numbers of waiting messages and of messages in work. Undefined when the queue does not exist. */
  count(queue: string): Promise<{ readonly waiting: number; readonly inWork: number } | undefined>;
}

/** Maximum of SendMessageBatch and DeleteMessageBatch. */
const batchSize = 10;
/** SQS allows 1,048,576 bytes for bodies and attributes of all messages of a batch. */
const batchBytes = 1_000_000;
const longestReason = 1_000;

/** A reason without the characters that SQS rejects, and not empty, which it rejects too. */
function allowed(reason: string): string {
  const text = cutText(
    reason.replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '?'),
    longestReason,
  );
  return text === '' ? noReason : text;
}

/** Letters with their index, in batches that SQS accepts. A letter that is too large by itself is a batch of its own. */
function batches<Letter extends { readonly body: string }>(
  letters: readonly Letter[],
): readonly (readonly (Letter & { readonly index: number })[])[] {
  const found: (Letter & { readonly index: number })[][] = [];
  let bytes = 0;
  for (const [index, letter] of letters.entries()) {
    const size = Buffer.byteLength(letter.body) + 6 * longestReason;
    const last = found.at(-1);
    if (last !== undefined && last.length < batchSize && bytes + size <= batchBytes) {
      last.push({ ...letter, index });
      bytes += size;
    } else {
      found.push([{ ...letter, index }]);
      bytes = size;
    }
  }
  return found;
}
const reasonAttribute = 'reason';
/** Reason of a message that SQS itself moved to the dead letters. */
const noReason = 'all attempts to copy it failed; the log of copy-to-lake has the errors';

/** Dead letters of queues, which are given by name. */
export function createDeadLetters(client = new SQSClient({})): DeadLetters {
  const urls = new Map<string, Promise<string>>();
  const urlOf = (name: string): Promise<string> => {
    const known =
      urls.get(name) ??
      client.send(new GetQueueUrlCommand({ QueueName: name })).then(({ QueueUrl = '' }) => QueueUrl);
    urls.set(name, known);
    known.catch(() => urls.delete(name));
    return known;
  };

  async function sendAll(
    queue: string,
    letters: readonly (Omit<DeadLetter, 'reason'> & { reason?: string })[],
  ) {
    const QueueUrl = await urlOf(queue);
    const taken = letters.map(() => false);
    for (const batch of batches(letters)) {
      const { Successful = [] } = await client.send(
        new SendMessageBatchCommand({
          QueueUrl,
          Entries: batch.map(({ index, body, reason }) => ({
            Id: String(index),
            MessageBody: body,
            ...(reason === undefined
              ? {}
              : {
                  MessageAttributes: {
                    [reasonAttribute]: { DataType: 'String', StringValue: allowed(reason) },
                  },
                }),
          })),
        }),
      );
      for (const { Id } of Successful) taken[Number(Id)] = true;
    }
    return taken;
  }

  return {
    send: sendAll,
    sendAgain: (queue, bodies) =>
      sendAll(
        queue,
        bodies.map((body) => ({ body })),
      ),
    async receive(queue, seconds) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: await urlOf(queue),
          MaxNumberOfMessages: batchSize,
          VisibilityTimeout: seconds,
          MessageAttributeNames: [reasonAttribute],
        }),
      );
      return Messages.map(({ Body = '', ReceiptHandle = '', MessageAttributes }) => ({
        body: Body,
        receipt: ReceiptHandle,
        reason: MessageAttributes?.[reasonAttribute]?.StringValue ?? noReason,
      }));
    },
    async delete(queue, letters) {
      const QueueUrl = await urlOf(queue);
      for (let from = 0; from < letters.length; from += batchSize)
        await client.send(
          new DeleteMessageBatchCommand({
            QueueUrl,
            Entries: letters
              .slice(from, from + batchSize)
              .map(({ receipt }, index) => ({ Id: String(index), ReceiptHandle: receipt })),
          }),
        );
    },
    async count(queue) {
      try {
        const { Attributes = {} } = await client.send(
          new GetQueueAttributesCommand({
            QueueUrl: await urlOf(queue),
            AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
          }),
        );
        return {
          waiting: Number(Attributes['ApproximateNumberOfMessages'] ?? 0),
          inWork: Number(Attributes['ApproximateNumberOfMessagesNotVisible'] ?? 0),
        };
      } catch (error) {
        if (['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'].includes(errorName(error)))
          return undefined;
        throw toRunError(error, `reading the attributes of the queue ${queue}`);
      }
    },
  };
}
