import type { Input } from '../service';

/** Violation of a limit that AWS documents and the service models do not contain. */
export interface LimitViolation {
  /** Name of the error. */
  readonly code: string;
  readonly message: string;
}

type Limit = (input: Input) => LimitViolation | undefined;

const isTooLong = (value: unknown, most: number): boolean => Array.isArray(value) && value.length > most;

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html: Subject, and 256 KB for a message. */
const publish: Limit = ({ Subject: subject, Message: message }) => {
  if (typeof subject === 'string' && !/^[\x20-\x7e]{1,99}$/.test(subject))
    return {
      code: 'InvalidParameter',
      message: 'Invalid parameter: Subject: printable ASCII without line breaks, less than 100 characters',
    };
  if (typeof message === 'string' && Buffer.byteLength(message) > 262_144)
    return { code: 'InvalidParameter', message: 'Invalid parameter: Message too long' };
  return undefined;
};

/** #x9, #xA, #xD, #x20 to #xD7FF, #xE000 to #xFFFD and #x10000 to #x10FFFF: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const sqsText = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;
const sqsBytes = 1_048_576;

function textsOfMessage(message: unknown): readonly string[] {
  if (typeof message !== 'object' || message === null) return [];
  const body =
    'MessageBody' in message && typeof message.MessageBody === 'string' ? [message.MessageBody] : [];
  const attributes =
    'MessageAttributes' in message &&
    typeof message.MessageAttributes === 'object' &&
    message.MessageAttributes !== null
      ? Object.entries(message.MessageAttributes)
      : [];
  return [
    ...body,
    ...attributes.flatMap(([name, value]: [string, unknown]) => [
      name,
      ...(typeof value === 'object' && value !== null
        ? Object.values(value).filter((one) => typeof one === 'string')
        : []),
    ]),
  ];
}

/** Body and attributes of all messages of a call count together. */
const sendMessages: Limit = (input) => {
  const entries: readonly unknown[] = Array.isArray(input['Entries']) ? input['Entries'] : [input];
  const texts = entries.flatMap(textsOfMessage);
  if (texts.some((text) => !sqsText.test(text)))
    return { code: 'InvalidMessageContents', message: 'Message contains characters that SQS does not allow' };
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (bytes <= sqsBytes) return undefined;
  return Array.isArray(input['Entries'])
    ? {
        code: 'AWS.SimpleQueueService.BatchRequestTooLong',
        message: `Batch requests cannot be longer than ${sqsBytes} bytes. You have sent ${bytes} bytes.`,
      }
    : {
        code: 'InvalidParameterValue',
        message: `One or more parameters are invalid. Reason: Message must be shorter than ${sqsBytes} bytes.`,
      };
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html */
const metricIds: Limit = ({ MetricDataQueries: queries }) => {
  const ids = (Array.isArray(queries) ? queries : []).map((query: { readonly Id?: unknown }) => query.Id);
  const wrong = ids.find((id) => typeof id === 'string' && !/^[a-z]\w*$/.test(id));
  return wrong === undefined
    ? undefined
    : {
        code: 'ValidationError',
        message: `The value ${String(wrong)} for parameter MetricDataQueries.member.Id is invalid: it must start with a lowercase letter, with letters, numbers and underscores`,
      };
};

/** https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tagging.html: 10 tags per resource. */
const tags: Limit = ({ Tags: list }) =>
  isTooLong(list, 10)
    ? { code: 'InvalidParameterValueException', message: 'A resource can have at most 10 tags' }
    : undefined;

const limits: Readonly<Record<string, Limit>> = {
  'sns:Publish': publish,
  'sqs:SendMessage': sendMessages,
  'sqs:SendMessageBatch': sendMessages,
  'monitoring:GetMetricData': metricIds,
  'dms:CreateReplicationTask': tags,
  'dms:CreateEndpoint': tags,
  'dms:CreateReplicationInstance': tags,
  'dms:CreateReplicationSubnetGroup': tags,
  'dms:AddTagsToResource': tags,
};

/** The first documented limit that a request exceeds. */
export function limitViolation(service: string, operation: string, input: Input): LimitViolation | undefined {
  return limits[`${service}:${operation}`]?.(input);
}
