import * as z from 'zod/mini';
import { notices } from '../runs/job/job-state';
import { detailTypes } from './detail-types';
import { LakeferryEvent } from './event';
import type { Message } from './message';
import type { MessageNotice } from './message-notice';

/** Message for people as an event, for channels that are rules of the event bus, such as webhooks. */
export const Notification = z.object({
  version: z.literal('1'),
  /** Message ID: equal in each attempt to deliver, and equal to that of the event that it is about. A reminder has its own. */
  id: z.string(),
  type: z.literal(detailTypes.notification),
  environment: z.string(),
  department: z.string(),
  job: z.string(),
  /** Name of the channel in the configuration. */
  channel: z.string(),
  notice: z.enum(notices),
  subject: z.string(),
  text: z.string(),
  event: LakeferryEvent,
});
export type Notification = z.infer<typeof Notification>;

export function notificationOf(
  id: string,
  event: LakeferryEvent,
  { channel, notice, message }: { channel: string; notice: MessageNotice; message: Message },
): Notification {
  const { environment, department, job } = event;
  const type = detailTypes.notification;
  return { version: '1', id, type, environment, department, job, channel, notice, ...message, event };
}
