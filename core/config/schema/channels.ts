import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Channel, Notify } from './notify-schema';

/** Name of a channel in plans, events and stacks: lower-case letters, digits and hyphens, or the name of an SNS topic. */
export function channelName(channel: Channel): string {
  if (typeof channel === 'string') return channel;
  if ('topic' in channel) return `topic-${channel.topic.slice(channel.topic.lastIndexOf(':') + 1)}`;
  if ('slack' in channel) return `slack-${channel.slack['channel-id'].toLowerCase()}`;
  if ('webhook' in channel) return `webhook-${channel.webhook.name}`;
  const { 'tenant-id': tenant, 'team-id': team, 'channel-id': id } = channel.teams;
  return `teams-${createHash('sha256')
    .update(`${tenant}/${team}/${decodeURIComponent(id)}`)
    .digest('hex')
    .slice(0, 8)}`;
}

/** `notify` of the nearest place that has it, key by key. Channels have a default, which depends on the owner. */
export function effectiveNotify(
  owner: string,
  ...places: readonly (Notify | undefined)[]
): { readonly policy: NonNullable<Notify['policy']>; readonly channels: readonly Channel[] } {
  const policy = places.findLast((place) => place?.policy !== undefined)?.policy;
  const channels = places.findLast((place) => place?.channels !== undefined)?.channels;
  return { policy: policy ?? 'edge', channels: channels ?? defaultChannels(owner) };
}

/** Channels to which messages of a department can go in an environment, each once. */
export function channelsOf(
  environment: { readonly notify?: Notify | undefined },
  { owner, notify, jobs, loads = [] }: NotifiedDepartment,
): readonly Channel[] {
  const used = [...jobs, ...loads].flatMap((one) => {
    const { policy, channels } = effectiveNotify(owner, environment.notify, notify, one.notify);
    return policy === 'never' ? [] : channels;
  });
  return [...new Map(used.map((channel) => [channelName(channel), channel])).values()];
}

interface NotifiedDepartment {
  readonly owner: string;
  readonly notify?: Notify | undefined;
  readonly jobs: readonly { readonly notify?: Notify | undefined }[];
  readonly loads?: readonly { readonly notify?: Notify | undefined }[] | undefined;
}

function defaultChannels(owner: string): readonly Channel[] {
  return [isMailAddress(owner) ? 'email' : 'department-topic'];
}

export function isMailAddress(owner: string): boolean {
  return z.email().safeParse(owner).success;
}
