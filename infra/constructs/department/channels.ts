import { ArnFormat, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { NamedEnvironment } from '../../../core/model/environment-names';
import type { ChannelPlan } from '../../../core/planning/notify-plan';
import { chatTopicName } from '../../names';
import { DepartmentTopic } from './department-topic';
import { Webhooks } from './webhooks';

export interface ChannelsProps {
  readonly environment: NamedEnvironment;
  readonly department: string;
  readonly channels: readonly ChannelPlan[];
  readonly eventBusName: string;
  /** ARN of the dead-letter queue, asked for webhooks only. */
  readonly undeliveredArn: () => string;
}

/** Address of a channel, as the department's parameter has it. */
type DeployedChannel =
  | { readonly kind: 'topic' | 'chat'; readonly arn: string }
  | { readonly kind: 'webhook' };

/** Channels of a department, except chat channels, which the platform has. */
export class Channels extends Construct {
  /** By the names of the plan. */
  readonly deployed: Readonly<Record<string, DeployedChannel>>;

  constructor(scope: Construct, id: string, props: ChannelsProps) {
    super(scope, id);
    const { environment, department, channels, eventBusName } = props;
    const topics = channels.filter((one) => one.kind === 'department-topic');
    const email = topics.flatMap((one) => one.email ?? [])[0];
    const topic =
      topics.length === 0
        ? undefined
        : new DepartmentTopic(this, 'Topic', { environment, department, email });
    const webhooks = channels.filter((one) => one.kind === 'webhook');
    if (webhooks.length > 0)
      new Webhooks(this, 'Webhooks', {
        environment,
        department,
        webhooks,
        eventBusName,
        undeliveredArn: props.undeliveredArn(),
      });
    this.deployed = Object.fromEntries(
      channels.map((channel) => [channel.name, this.#deployed(channel, environment, topic?.topicArn ?? '')]),
    );
  }

  #deployed(
    channel: ChannelPlan,
    environment: NamedEnvironment,
    departmentTopicArn: string,
  ): DeployedChannel {
    switch (channel.kind) {
      case 'department-topic':
        return { kind: 'topic', arn: departmentTopicArn };
      case 'topic':
        return { kind: 'topic', arn: channel.arn };
      case 'webhook':
        return { kind: 'webhook' };
      case 'slack':
      case 'teams': {
        const resource = chatTopicName(environment, channel.name);
        const arn = Stack.of(this).formatArn({
          service: 'sns',
          resource,
          arnFormat: ArnFormat.NO_RESOURCE_NAME,
        });
        return { kind: 'chat', arn };
      }
    }
  }
}
