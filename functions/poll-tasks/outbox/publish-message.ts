import { alertInstead, alertOf } from '../../../core/events/alert-of-event';
import { chatMessageOf } from '../../../core/events/chat-message';
import { detailTypes } from '../../../core/events/detail-types';
import { messageOf } from '../../../core/events/message';
import type { MessageNotice } from '../../../core/events/message-notice';
import { notificationOf } from '../../../core/events/notification';
import type { PollPorts } from '../poll-ports';
import type { ReadyMessage } from './prepare-message';
import type { Recipients } from './recipients';

export type PublishPorts = Pick<PollPorts, 'alerts' | 'channels' | 'events'>;

/** One step of a delivery, under the name with which the message records it. */
export interface PublishStep {
  readonly name: string;
  readonly publish: () => Promise<void>;
}

/** Steps of a delivery after the event: the alert for operators, and one message per channel. */
export function publishSteps(ports: PublishPorts, ready: ReadyMessage): readonly PublishStep[] {
  const { event, notice, state, isNews, recipients } = ready;
  const alert =
    (isNews ? alertOf(event, state) : undefined) ??
    (recipients.isDeployed || notice === 'none' ? undefined : alertInstead(event, notice));
  return [
    ...(alert === undefined ? [] : [{ name: 'alerts', publish: () => ports.alerts.notify(alert) }]),
    ...(notice === 'none'
      ? []
      : recipients.channels.map((one) => ({
          name: `channel:${one.name}`,
          publish: () => publishTo(ports, one, ready, notice),
        }))),
  ];
}

async function publishTo(
  { channels, events }: PublishPorts,
  { name, channel }: Recipients['channels'][number],
  { message: { id }, event, streak }: ReadyMessage,
  notice: MessageNotice,
): Promise<void> {
  const message = messageOf(event, notice, streak);
  switch (channel.kind) {
    case 'topic':
      return await channels.publish(channel.arn, message);
    case 'chat':
      return await channels.publish(channel.arn, {
        text: JSON.stringify(chatMessageOf(event, notice, streak)),
      });
    case 'webhook': {
      const detail = JSON.stringify(notificationOf(id, event, { channel: name, notice, message }));
      const entry = { detailType: detailTypes.notification, detail, time: new Date(event.at) };
      const [problem] = await events.put([entry]);
      if (problem !== undefined) throw new Error(problem);
    }
  }
}
