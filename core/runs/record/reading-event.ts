import * as z from 'zod/mini';

/** Event about a task that DMS pauses, or no longer pauses, for want of memory or disk of the replication instance. */
export interface ReadingEvent {
  readonly is: 'paused' | 'resumed';
  /** Text of DMS, with the fix. */
  readonly detail: string;
}

/** `eventName` is the guide's word for `eventId`. */
const Detail = z.object({
  eventId: z.optional(z.string()),
  eventName: z.optional(z.string()),
  detailMessage: z.optional(z.string()),
});

/** https://docs.aws.amazon.com/dms/latest/userguide/CHAP_EventBridge.html */
const kinds = [
  {
    id: 'DMS-EVENT-0091',
    text: /reading paused.*swap/i,
    is: 'paused',
    message: 'Reading paused, swap files limit reached',
    fix: 'use a larger class of replication-instance in the environment file, or of the existing instance, or fewer tables and tasks at a time',
  },
  {
    id: 'DMS-EVENT-0092',
    text: /reading paused/i,
    is: 'paused',
    message: 'Reading paused, disk usage limit reached',
    fix: 'raise storage-gib of replication-instance in the environment file, or the storage of the existing instance',
  },
  {
    id: 'DMS-EVENT-0093',
    text: /reading resumed/i,
    is: 'resumed',
    message: 'Reading resumed',
    fix: undefined,
  },
] as const;

/** Returns what an event says about reading; undefined for other events. Its id may be missing. */
export function readingEventOf(detail: unknown): ReadingEvent | undefined {
  const parsed = Detail.safeParse(detail);
  if (!parsed.success) return undefined;
  const { eventId, eventName, detailMessage = '' } = parsed.data;
  const id = eventId ?? eventName;
  const kind =
    kinds.find((one) => one.id === id) ??
    (id === undefined ? kinds.find(({ text }) => text.test(detailMessage)) : undefined);
  if (kind === undefined) return undefined;
  const said = detailMessage === '' ? kind.message : detailMessage.replace(/\.$/, '');
  return {
    is: kind.is,
    detail: kind.fix === undefined ? said : `${said}: DMS reads no changes; ${kind.fix}`,
  };
}
