import { Stack } from 'aws-cdk-lib';
import { CfnMicrosoftTeamsChannelConfiguration, CfnSlackChannelConfiguration } from 'aws-cdk-lib/aws-chatbot';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { NamedEnvironment } from '../../../core/model/environment-names';
import type { ChannelPlan } from '../../../core/planning/notify-plan';
import { chatTopicName, platformName } from '../../names';

export type ChatChannelPlan = Extract<ChannelPlan, { readonly kind: 'slack' | 'teams' }>;

export interface ChatChannelsProps {
  readonly environment: NamedEnvironment;
  readonly channels: readonly ChatChannelPlan[];
  /** Key of the alerts topic. */
  readonly key: IKey;
}

/**
 * Chat channels with a topic each, whose messages Amazon Q Developer in chat applications posts. They belong to the platform,
 * because an account has one configuration per chat channel, and several departments can send to it.
 */
export class ChatChannels extends Construct {
  constructor(scope: Construct, id: string, { environment, channels, key }: ChatChannelsProps) {
    super(scope, id);
    if (channels.length === 0) return;
    // Notifications need no permission. The role and the guardrail let nobody run commands from the chat.
    const role = new Role(this, 'Role', {
      description: `Amazon Q Developer posts messages of Lakeferry (${environment.name}); it may do nothing else`,
      assumedBy: new ServicePrincipal('chatbot.amazonaws.com'),
    });
    const guardrail = `arn:${Stack.of(this).partition}:iam::aws:policy/AWSDenyAll`;
    for (const channel of channels) {
      const topic = new Topic(this, `Topic-${channel.name}`, {
        topicName: chatTopicName(environment, channel.name),
        displayName: `Lakeferry ${environment.name}`,
        masterKey: key,
        enforceSSL: true,
      });
      const shared = {
        configurationName: `${platformName(environment)}-${channel.name}`,
        iamRoleArn: role.roleArn,
        guardrailPolicies: [guardrail],
        snsTopicArns: [topic.topicArn],
        loggingLevel: 'ERROR',
      };
      if (channel.kind === 'slack')
        new CfnSlackChannelConfiguration(this, `Channel-${channel.name}`, {
          ...shared,
          slackWorkspaceId: channel.workspaceId,
          slackChannelId: channel.channelId,
        });
      else
        new CfnMicrosoftTeamsChannelConfiguration(this, `Channel-${channel.name}`, {
          ...shared,
          teamsTenantId: channel.tenantId,
          teamId: channel.teamId,
          teamsChannelId: channel.channelId,
        });
    }
  }
}
