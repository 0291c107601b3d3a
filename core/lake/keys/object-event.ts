import * as z from 'zod/mini';

/**
 * Object that arrived in a bucket, with its decoded key. Only S3 knows its present state: events repeat and overtake each other
 * (docs/pitfalls.md#repeated-and-unordered-events).
 */
export interface ArrivedObject {
  readonly bucket: string;
  readonly key: string;
}

export type ObjectEvent =
  | { readonly kind: 'created'; readonly objects: readonly ArrivedObject[] }
  /** Event that S3 sends when notifications are enabled. */
  | { readonly kind: 'test' }
  /** Event without an object to copy, such as a deletion. */
  | { readonly kind: 'other'; readonly what: string }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
const BridgeEvent = z.object({
  source: z.literal('aws.s3'),
  'detail-type': z.string(),
  detail: z.object({ bucket: z.object({ name: z.string() }), object: z.object({ key: z.string() }) }),
});

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
const Notification = z.object({
  Records: z.array(
    z.object({
      eventSource: z.literal('aws:s3'),
      eventName: z.string(),
      s3: z.object({ bucket: z.object({ name: z.string() }), object: z.object({ key: z.string() }) }),
    }),
  ),
});

const TestEvent = z.object({ Service: z.literal('Amazon S3'), Event: z.literal('s3:TestEvent') });

/** Reads the text of a message in either of S3's two formats. Never throws. */
export function readObjectEvent(text: string): ObjectEvent {
  let event: unknown;
  try {
    event = JSON.parse(text);
  } catch {
    return unreadable;
  }
  const bridged = BridgeEvent.safeParse(event);
  if (bridged.success) return fromEventBridge(bridged.data);
  const notified = Notification.safeParse(event);
  if (notified.success) return fromNotification(notified.data);
  return TestEvent.safeParse(event).success ? { kind: 'test' } : unreadable;
}

const unreadable: ObjectEvent = {
  kind: 'unreadable',
  reason: 'the message is neither an EventBridge event nor a notification of S3',
};

/** EventBridge does not encode keys: `+` is a plus, `%41` is three characters (docs/pitfalls.md#encoded-object-keys). */
function fromEventBridge(event: z.infer<typeof BridgeEvent>): ObjectEvent {
  if (event['detail-type'] !== 'Object Created') return { kind: 'other', what: event['detail-type'] };
  const { bucket, object } = event.detail;
  return { kind: 'created', objects: [{ bucket: bucket.name, key: object.key }] };
}

/** Notifications encode keys like forms: `+` is decoded first (docs/pitfalls.md#encoded-object-keys). */
function fromNotification({ Records }: z.infer<typeof Notification>): ObjectEvent {
  const created = Records.filter(({ eventName }) => /^(s3:)?ObjectCreated:/.test(eventName));
  if (created.length === 0) return { kind: 'other', what: Records[0]?.eventName ?? 'no record' };
  try {
    const objects = created.map(({ s3 }) => ({
      bucket: s3.bucket.name,
      key: decodeURIComponent(s3.object.key.replaceAll('+', ' ')),
    }));
    return { kind: 'created', objects };
  } catch {
    return { kind: 'unreadable', reason: 'a key in this notification of S3 is not form-encoded UTF-8' };
  }
}
