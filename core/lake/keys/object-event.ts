import * as z from 'zod/mini';

/** An object that came to a bucket, its key in plain text. What lies there by now is for S3 to say: events double and overtake each other (S5). */
export interface ArrivedObject {
  readonly bucket: string;
  readonly key: string;
}

export type ObjectEvent =
  | { readonly kind: 'created'; readonly objects: readonly ArrivedObject[] }
  /** S3 sends it when notifications are switched on. */
  | { readonly kind: 'test' }
  /** An event that makes nothing to copy, such as a deletion. */
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

/** Reads the text of a message in whichever of S3's two forms it is; never throws. */
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
  reason: 'this is neither an EventBridge event nor a notification of S3',
};

/** EventBridge's keys are plain text: a `+` is a plus, a `%41` three characters (S2). */
function fromEventBridge(event: z.infer<typeof BridgeEvent>): ObjectEvent {
  if (event['detail-type'] !== 'Object Created') return { kind: 'other', what: event['detail-type'] };
  const { bucket, object } = event.detail;
  return { kind: 'created', objects: [{ bucket: bucket.name, key: object.key }] };
}

/** The keys of notifications are encoded as forms are: `+` first, or every plus would be a space (S2). */
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
