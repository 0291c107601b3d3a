import { channelName, channelsOf, effectiveNotify } from '../../config/schema/channels';
import type { Department } from '../../config/schema/department-schema';
import type { Environment } from '../../config/schema/environment-schema';
import type { Channel, Notify } from '../../config/schema/notify-schema';
import type { ChannelPlan, NotifyPlan } from '../notify-plan';

type Notified = Pick<Environment, 'notify'>;
type NotifiedDepartment = Pick<Department, 'owner' | 'notify'>;

/** Messages about a job or load. `own`: its `notify`. */
export function planNotify(environment: Notified, department: NotifiedDepartment, own?: Notify): NotifyPlan {
  const { policy, channels } = effectiveNotify(department.owner, environment.notify, department.notify, own);
  const names = [...new Set(channels.map(channelName))];
  return {
    policy,
    // Both are the department's topic, and a message goes there once.
    channels: names.filter((name) => name !== 'department-topic' || !names.includes('email')),
  };
}

/** Channels to which messages of the department can go, by name; absent if no job or load sends any. */
export function planChannels(
  environment: Notified,
  department: NotifiedDepartment & Pick<Department, 'jobs' | 'loads'>,
): { readonly channels?: readonly ChannelPlan[] } {
  const plans = channelsOf(environment, department).map((channel) => planChannel(department.owner, channel));
  return plans.length === 0 ? {} : { channels: plans.sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

/**
 * AWS takes `:` and `@` escaped and other characters as they are, so `encodeURIComponent` escapes too many. The schema of
 * CloudFormation had `%3a` only, the API takes `%3A` too (docs/aws-facts/orchestration.md#sns).
 */
function teamsChannelId(written: string): string {
  return decodeURIComponent(written).replace(':', '%3a').replace('@', '%40');
}

function planChannel(owner: string, channel: Channel): ChannelPlan {
  const name = channelName(channel);
  if (channel === 'email') return { kind: 'department-topic', name, email: owner };
  if (channel === 'department-topic') return { kind: 'department-topic', name };
  if ('topic' in channel) return { kind: 'topic', name, arn: channel.topic };
  if ('slack' in channel) {
    const { 'workspace-id': workspaceId, 'channel-id': channelId } = channel.slack;
    return { kind: 'slack', name, workspaceId, channelId };
  }
  if ('teams' in channel) {
    const { 'tenant-id': tenantId, 'team-id': teamId, 'channel-id': written } = channel.teams;
    return {
      kind: 'teams',
      name,
      tenantId,
      teamId,
      channelId: teamsChannelId(written),
    };
  }
  const { url, secret, header } = channel.webhook;
  if (secret === undefined) return { kind: 'webhook', name, url, header: 'X-Lakeferry-Environment' };
  return { kind: 'webhook', name, url, header: header ?? 'Authorization', secretName: secret };
}
