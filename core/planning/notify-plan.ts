import type { NotifyPolicy } from '../model/notify-policies';

export interface NotifyPlan {
  readonly policy: NotifyPolicy;
  /** Names of channels, such as `email`. The deployment knows their addresses. */
  readonly channels: readonly string[];
}

/** Target that an event rule starts after a run. */
export interface HandOffPlan {
  readonly on: 'success' | 'failure' | 'both';
  /** ARN of a state machine, a Lambda function or an SQS queue. */
  readonly arn: string;
}

/** Receiver of messages. `name` is unique in its department. */
export type ChannelPlan =
  /** The department's own topic; with `email`, that address subscribes to it. */
  | { readonly kind: 'department-topic'; readonly name: string; readonly email?: string }
  | { readonly kind: 'topic'; readonly name: string; readonly arn: string }
  | {
      readonly kind: 'slack';
      readonly name: string;
      readonly workspaceId: string;
      readonly channelId: string;
    }
  | {
      readonly kind: 'teams';
      readonly name: string;
      readonly tenantId: string;
      readonly teamId: string;
      /** Encoded for a URL, as CloudFormation expects it. */
      readonly channelId: string;
    }
  | {
      readonly kind: 'webhook';
      readonly name: string;
      readonly url: string;
      readonly header: string;
      /** Name of the Secrets Manager secret with the header's value. Absent: the header says which environment sends. */
      readonly secretName?: string;
    };

/** Limits for runs at the same time. Absent: no limit. */
export interface ConcurrencyPlan {
  /** Of the source. */
  readonly source?: number;
  readonly replicationInstance?: number;
}
